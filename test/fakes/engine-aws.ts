import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BackupClient,
  CreateBackupSelectionCommand,
  type CreateBackupSelectionInput,
  ListBackupSelectionsCommand,
} from '@aws-sdk/client-backup';
import { ListTagsForResourceCommand, RDSClient } from '@aws-sdk/client-rds';
import { backup } from '../../demo/aws/backup/service.ts';
import type { Operation } from '../../demo/aws/service.ts';
import { createTestStage, type Reach, remediationsOf, type Things, testMeta, testRule } from './engine-stage.ts';

export const permissions = [
  'rds:ListTagsForResource',
  'backup:ListBackupSelections',
  'backup:CreateBackupSelection',
] as const;

const plan = 'things';

/** The databases that each world has. */
export const databases = Array.from({ length: 12 }, (_, n) => `ledger-${n}`);

/** The test's things as backup selections: made over the wire, through the session's guard. */
export const selections = ({ client, signal }: Reach): Things => ({
  find: async (name) => {
    const { BackupSelectionsList = [] } = await client(BackupClient).send(
      new ListBackupSelectionsCommand({ BackupPlanId: plan }),
      { abortSignal: signal },
    );
    const found = BackupSelectionsList.find(({ SelectionName }) => SelectionName === name);
    return found && { name, createdAt: found.CreationDate?.getTime() ?? 0 };
  },
  make: async (name) => {
    await client(BackupClient).send(
      new CreateBackupSelectionCommand({
        BackupPlanId: plan,
        BackupSelection: { SelectionName: name, IamRoleArn: 'arn:aws:iam::111111111111:role/backup' },
      }),
      { abortSignal: signal },
    );
  },
  setting: async (arn) => {
    const { TagList = [] } = await client(RDSClient).send(new ListTagsForResourceCommand({ ResourceName: arn }), {
      abortSignal: signal,
    });
    return TagList.find(({ Key }) => Key === 'setting')?.Value ?? null;
  },
});

export interface Made {
  readonly name: string;
  readonly id: string;
  readonly at: Date;
}

export interface SelectionsKept {
  /** In the order of their making; two of one name are a duplicate. */
  readonly made: Made[];
  /** Told of every call before it takes effect. */
  onCall: (call: { readonly what: 'find' | 'make'; readonly name?: string }) => void;
}

/**
 * Backup selections on the simulated AWS, in their most unforgiving form: creating one twice gives two, whatever its
 * name. Replaces the operations of that name, if the simulation has them.
 */
export function keepSelections(): SelectionsKept {
  const kept: SelectionsKept = { made: [], onCall: () => {} };
  const arn = (account: string, region: string) => `arn:aws:backup:${region}:${account}:backup-plan:${plan}`;
  const create: Operation<CreateBackupSelectionInput> = {
    resource: (_, { account, region }) => arn(account.id, region),
    run: ({ BackupSelection }, { now }) => {
      const name = BackupSelection?.SelectionName ?? '';
      kept.onCall({ what: 'make', name });
      const made = { name, id: randomUUID(), at: now };
      kept.made.push(made);
      return { SelectionId: made.id, BackupPlanId: plan, CreationDate: made.at };
    },
  };
  const list: Operation = {
    resource: (_, { account, region }) => arn(account.id, region),
    run: () => {
      kept.onCall({ what: 'find' });
      return {
        BackupSelectionsList: kept.made.map(({ name, id, at }) => ({
          SelectionName: name,
          SelectionId: id,
          BackupPlanId: plan,
          CreationDate: at,
        })),
      };
    },
  };
  Object.assign(backup.handlers, { CreateBackupSelection: create, ListBackupSelections: list });
  return kept;
}

/** Rule and remediation of the test, for a worker that is given its times in the environment. */
export function stageFromEnvironment(env: NodeJS.ProcessEnv) {
  const risk = env.TEST_RISK === 'disruptive' ? 'disruptive' : 'additive';
  const stage = createTestStage({
    things: selections,
    risk,
    lingerMs: Number(env.TEST_LINGER_MS ?? 50),
    settleMs: Number(env.TEST_SETTLE_MS ?? 300),
    sleep: async (ms, signal) => void (await sleep(ms, undefined, { signal })),
  });
  const rule = testRule(testMeta({ risk, permissions }), async () => true, databases);
  return { rules: [rule], remediations: remediationsOf(stage) };
}
