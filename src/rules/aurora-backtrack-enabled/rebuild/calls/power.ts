import { type DBCluster, RDSClient, StartDBClusterCommand, StopDBClusterCommand } from '@aws-sdk/client-rds';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { type Sent, send } from './answers.ts';

type Caller = Pick<StepContext, 'client' | 'signal'>;

/** AWS starts a stopped cluster by itself after seven days. A stopped one can be neither renamed nor deleted. */
export const stop = ({ client, signal }: Caller, { DBClusterIdentifier }: DBCluster): Promise<Sent> =>
  send(client(RDSClient).send(new StopDBClusterCommand({ DBClusterIdentifier }), { abortSignal: signal }), ['busy']);

export const start = ({ client, signal }: Caller, { DBClusterIdentifier }: DBCluster): Promise<Sent> =>
  send(client(RDSClient).send(new StartDBClusterCommand({ DBClusterIdentifier }), { abortSignal: signal }), ['busy']);
