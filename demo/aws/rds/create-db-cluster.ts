import type { CreateDBClusterMessage, CreateDBClusterResult } from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../errors.ts';
import { engineOf, isAurora } from '../organization/engines.ts';
import { placeOf } from '../organization/place.ts';
import type { Operation } from '../service.ts';
import { resourceArn } from './arguments.ts';
import { refuseOthers, toldTags } from './new-resource.ts';
import { authoriseExtras, authoriseRestore, checkSettings, nameForCluster, stand } from './restore/accept.ts';
import { accepted } from './restore/accepted.ts';
import { checkNewWindow } from './restore/backtrack-window.ts';
import { COMMON } from './restore/input.ts';
import { checkKey, keyArn } from './restore/key.ts';
import { standingFor } from './restore/place-in-network.ts';
import { restoredCluster } from './restore/restored-cluster.ts';

const OWN = ['Engine', 'EngineVersion', 'EngineMode', 'AvailabilityZones', 'StorageEncrypted'];
const MASTER = ['MasterUsername', 'MasterUserPassword', 'PreferredMaintenanceWindow', 'AutoMinorVersionUpgrade'];

/** Makes an empty Aurora cluster, with Backtrack or for ever without. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html */
export const createDBCluster: Operation<CreateDBClusterMessage> = {
  resource: ({ DBClusterIdentifier: name }, call) => resourceArn(call, 'cluster', name?.toLowerCase()),
  told: toldTags,
  run(input, call): CreateDBClusterResult {
    refuseOthers(input, [...COMMON, ...OWN, ...MASTER], 'CreateDBCluster');
    authoriseExtras(input, call);
    const { Engine: engine = '', MasterUsername, MasterUserPassword, EngineMode: mode = 'provisioned' } = input;
    if (!isAurora(engine)) throw invalidParameterValue(`The simulated AWS creates Aurora clusters only, not ${engine}`);
    const version = input.EngineVersion ?? engineOf(engine).version;
    authoriseRestore('rds:CreateDBCluster', input, { engine, version }, call);
    const name = nameForCluster(input, call);
    if (MasterUsername === undefined || MasterUserPassword === undefined) {
      throw new AwsError('InvalidParameterCombination', 'MasterUsername and MasterUserPassword must be specified.');
    }
    checkNewWindow(input.BacktrackWindow, { engine, version, mode, region: call.region });
    checkSettings(input, engine, call);
    const standing = standingFor(input, call);
    const own = input.KmsKeyId === undefined ? undefined : keyArn(input.KmsKeyId, call);
    const key = own ?? (input.StorageEncrypted ? placeOf(call.account.id, call.region, call.now).kmsKeyArn : undefined);
    checkKey(key, call);
    const origin = {
      engine,
      version,
      port: undefined,
      masterUsername: MasterUsername,
      retentionDays: 1,
      keyArn: key,
      allocatedStorage: 1,
      zones: input.AvailabilityZones,
      tags: input.Tags ?? [],
      window: input.BacktrackWindow,
    };
    const cluster = restoredCluster(name, input, origin, standing, call);
    const { PreferredMaintenanceWindow: window, AutoMinorVersionUpgrade: minor } = input;
    if (window !== undefined) cluster.PreferredMaintenanceWindow = window;
    if (minor !== undefined) cluster.AutoMinorVersionUpgrade = minor;
    stand(cluster, { runs: 'clusterCreates', contents: undefined }, input, call, () => {});
    return accepted(cluster);
  },
};
