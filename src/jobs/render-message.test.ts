import { expect, it } from 'vitest';
import type { Approval } from '../domain/approval/record.ts';
import { TryAgainIn } from '../domain/errors.ts';
import type { MessageRecord } from '../domain/message.ts';
import type { Run } from '../domain/remediation/run.ts';
import { type RenderMessageDeps, renderMessage } from './render-message.ts';

const intervalMs = 3_000;
const editedAt = 100_000;

/** The card of a run that has changed since it was drawn; answers what was edited. */
async function drawn(state: Run['state'], now: number, copies = 1): Promise<string[]> {
  const edits: string[] = [];
  const message = {
    id: 'm1',
    version: 2,
    renderedVersion: 1,
    renderedAt: editedAt,
    subject: { kind: 'approval', approvalId: 'abc' },
    copies: Array.from({ length: copies }, (_, at) => ({ channelId: `C${at}`, ts: '1.1' })),
  } as unknown as MessageRecord;
  const deps = {
    approvals: { get: async () => ({ id: 'abc' }) as Approval },
    runs: { get: async () => ({ id: 'abc', state }) as Run },
    messages: {
      locked: async (_: string, work: () => Promise<void>) => {
        await work();
        return true;
      },
      get: async () => message,
      rendered: async () => {},
    },
    notifier: { update: async (_: unknown, { kind }: { kind: string }) => void edits.push(kind) },
    now: () => now,
    intervalMs,
  } as unknown as RenderMessageDeps;
  await renderMessage(deps)({ messageId: 'm1' }).catch((error) => {
    if (!(error instanceof TryAgainIn)) throw error;
    edits.push(`again in ${error.delayMs} ms`);
  });
  return edits;
}

it('holds back what only shows the progress of a run', async () => {
  expect(await drawn('running', editedAt + 1_000)).toEqual(['again in 2000 ms']);
  expect(await drawn('waiting', editedAt + intervalMs)).toEqual(['approval']);
});

it('holds it back for longer the more places show it', async () => {
  expect(await drawn('running', editedAt + intervalMs, 2)).toEqual(['again in 3000 ms']);
  expect(await drawn('running', editedAt + 2 * intervalMs, 2)).toEqual(['approval', 'approval']);
});

it.each([
  'queued',
  'verified',
  'failed',
  'cancelled',
  'stale',
] as const)('shows at once that a run is %s', async (state) => {
  expect(await drawn(state, editedAt + 1)).toEqual(['approval']);
});
