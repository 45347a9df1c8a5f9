import { type DBCluster, ModifyDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { type Sent, send } from './answers.ts';

/**
 * Asks for another name. The cluster goes on serving whoever is connected; its endpoints change. Answered `exists` while
 * the name is taken, also for a while after somebody has given it up; `busy` while the cluster takes no change.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html
 */
export function rename(
  { client, signal }: Pick<StepContext, 'client' | 'signal'>,
  { DBClusterIdentifier }: DBCluster,
  name: string,
): Promise<Sent> {
  const command = new ModifyDBClusterCommand({
    DBClusterIdentifier,
    NewDBClusterIdentifier: name,
    // Otherwise AWS waits for the maintenance window.
    ApplyImmediately: true,
  });
  return send(client(RDSClient).send(command, { abortSignal: signal }), ['exists', 'busy']);
}
