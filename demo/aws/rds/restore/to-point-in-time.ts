import {
  type DBCluster,
  InvalidDBClusterStateFault$,
  type RestoreDBClusterToPointInTimeMessage,
  type RestoreDBClusterToPointInTimeResult,
} from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';
import { engineOf, isAurora } from '../../organization/engines.ts';
import { modelled } from '../../protocol/model.ts';
import { stableUuid } from '../../random.ts';
import type { Call, Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { backtrackRefused } from '../backtrack.ts';
import { membersOf } from '../find.ts';
import { refuseOthers, toldTags } from '../new-resource.ts';
import { tagsByArn } from '../tag-store.ts';
import { authoriseExtras, authoriseRestore, checkSettings, nameForCluster, stand } from './accept.ts';
import { accepted } from './accepted.ts';
import { checkNewWindow } from './backtrack-window.ts';
import { TO_POINT_IN_TIME } from './input.ts';
import { checkKey, keyArn } from './key.ts';
import { momentOf } from './moment.ts';
import { standingFor } from './place-in-network.ts';
import { restoredCluster } from './restored-cluster.ts';
import { sourceOf } from './source.ts';

const ACTION = 'RestoreDBClusterToPointInTime';

/**
 * Makes a cluster without instances from another as it was at a moment, or, with `copy-on-write`, as it is. A clone
 * gets Backtrack only where the source has it; what AWS does with a window in a full copy of a source without one is
 * not known: `pitrBacktrack` decides.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html
 */
export const restoreDBClusterToPointInTime: Operation<RestoreDBClusterToPointInTimeMessage> = {
  resource: ({ DBClusterIdentifier: name, SourceDBClusterIdentifier: source }, call) => [
    resourceArn(call, 'cluster', source),
    resourceArn(call, 'cluster', name?.toLowerCase()),
  ],
  told: toldTags,
  run(input, call): RestoreDBClusterToPointInTimeResult {
    refuseOthers(input, TO_POINT_IN_TIME, ACTION);
    authoriseExtras(input, call);
    const name = nameForCluster(input, call);
    const source = sourceOf(input, call);
    const clone = typeOf(input) === 'copy-on-write';
    const { Engine: engine = '', EngineVersion: version = '' } = source;
    authoriseRestore(`rds:${ACTION}`, input, { engine, version }, call);
    if (!isAurora(engine))
      throw invalidParameterValue(`The simulated AWS restores Aurora clusters only, not ${engine}`);
    const at = momentOf(input, source, clone, call);
    if (clone) checkClonable(source, call);
    const mode = input.EngineMode ?? 'provisioned';
    checkNewWindow(input.BacktrackWindow, { engine, version, mode, region: call.region });
    const window = windowFor(input.BacktrackWindow, source, clone, call);
    checkSettings(input, engine, call);
    const standing = standingFor(input, call);
    const key = keyFor(input, source, call);
    if (clone) source.CloneGroupId ??= stableUuid('clone-group', source.DbClusterResourceId ?? '');
    const origin = {
      engine,
      version,
      port: engineOf(engine).port,
      masterUsername: source.MasterUsername,
      retentionDays: source.BackupRetentionPeriod,
      keyArn: key,
      allocatedStorage: source.AllocatedStorage,
      zones: undefined,
      tags: input.Tags?.length ? input.Tags : ownTags(source, call),
      cloneGroupId: clone ? source.CloneGroupId : undefined,
      window,
    };
    const cluster = restoredCluster(name, input, origin, standing, call);
    const contents = { cluster: source.DbClusterResourceId ?? '', at };
    stand(cluster, { runs: clone ? 'cloneRuns' : 'pitrRuns', contents }, input, call, () => {});
    return accepted(cluster);
  },
};

function typeOf({ RestoreType = 'full-copy' }: RestoreDBClusterToPointInTimeMessage): string {
  if (RestoreType === 'full-copy' || RestoreType === 'copy-on-write') return RestoreType;
  throw invalidParameterValue(`Invalid restore type: ${RestoreType}`);
}

/** A clone needs a source that runs. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Clone.html */
function checkClonable(source: DBCluster, call: Call): void {
  const { Status, DBClusterIdentifier: name } = source;
  if (Status !== 'available' || membersOf(source, call).length === 0) {
    const text = `The source DB cluster ${name} must be available and have an instance to be cloned; it is ${Status}.`;
    throw modelled(InvalidDBClusterStateFault$, text);
  }
}

function windowFor(asked: number | undefined, source: DBCluster, clone: boolean, call: Call): number | undefined {
  if (!asked || source.BacktrackWindow) return asked;
  const { pitrBacktrack, backtrackRefusal } = call.behaviour;
  if (clone || pitrBacktrack === 'refused') throw backtrackRefused(backtrackRefusal);
  return pitrBacktrack === 'accepted' ? asked : undefined;
}

function keyFor({ KmsKeyId }: RestoreDBClusterToPointInTimeMessage, source: DBCluster, call: Call): string | undefined {
  if (KmsKeyId !== undefined && !source.StorageEncrypted) {
    const text = 'The source DB cluster is not encrypted: KmsKeyId cannot be specified.';
    throw new AwsError('InvalidParameterCombination', text);
  }
  const key = KmsKeyId === undefined ? source.KmsKeyId : keyArn(KmsKeyId, call);
  checkKey(key, call);
  return key;
}

/** The latest tags of the source; AWS's own stay behind. */
function ownTags({ DBClusterArn = '' }: DBCluster, { holdings }: Call) {
  return tagsByArn(DBClusterArn, holdings).filter(({ Key = '' }) => !/^(aws|rds):/i.test(Key));
}
