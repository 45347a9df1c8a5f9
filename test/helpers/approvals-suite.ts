import { WebClient } from '@slack/web-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../demo/aws/request-log.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { checkChain } from '../../src/domain/approval/chain.ts';
import type { ChainedEntry } from '../../src/domain/approval/ports.ts';
import type { Approval } from '../../src/domain/approval/record.ts';
import type { RedisKind } from './redis.ts';
import { type RepairWorld, startRepairs } from './repair-world.ts';
import { aurora, until } from './slack.ts';

const { alice, bob, carol, guest, stranger } = ids;
const account = '111111111111';
const here = (database: string) => `arn:aws:rds:us-east-1:${account}:cluster:${database}`;

/** What two people and a worker do about databases, with every record in a Redis of one kind. */
export const approvalsOn = (kind: RedisKind): void => {
  let world: RepairWorld;
  const slack = () => world.slack.slack;
  const done = (database: string) => world.sees(new RegExp(`to ${database}\\n[\\s\\S]*Done and verified`));
  const holdings = () => {
    const found = world.aws.state.get(account);
    if (found === undefined) throw new Error('the account is missing');
    return found.region('us-east-1');
  };
  const approvalOf = async (database: string): Promise<Approval> => {
    for (const key of await world.redis.keys('{aurora}:approval:*')) {
      const approval = JSON.parse((await world.redis.hget(key, 'approval')) ?? 'null') as Approval | null;
      if (approval?.plan?.items.some(({ resource }) => resource.id === database)) return approval;
    }
    throw new Error(`no approval is stored for ${database}`);
  };

  beforeAll(async () => {
    world = await startRepairs(kind);
  });
  afterAll(() => world?.close());

  it('one person asks, another is told why and approves, and AWS is asked once, in his name', async () => {
    const card = await world.ask('ledger');
    await until('Bob is written to', () => world.direct(bob).some((text) => text.includes('ledger')));
    expect(world.direct(bob).at(-1)).toContain('asked because you are named for account payments-prod.');
    await until('Carol is written to', () => world.direct(carol).some((text) => text.includes('ledger')));
    expect(world.direct(carol).at(-1)).toContain('asked because you are in @dba, which approves for payments-prod.');
    expect(world.direct(alice)).toEqual([]);
    expect(world.direct(guest)).toEqual([]);
    await world.approve(bob, card);
    const text = slack().read(await done('ledger'));
    expect(text).toContain('The first recovery point is there.');
    expect(text).toMatch(/approved by @Bob Brown/);
    expect(world.writesTo('ledger')).toEqual([
      { action: 'AddTagsToResource', by: bob },
      { action: 'StartBackupJob', by: bob },
    ]);
    const [write] = world.aws.requests.writes({ action: 'AddTagsToResource' });
    expect(write?.principalArn).toContain('aurora-keeper-remediation');
    expect(Object.values(write?.sessionTags ?? {})).toContain((await approvalOf('ledger')).id);
  });

  it('who fixed it is told in the story of the database, with a link to the card', async () => {
    const fixed = /Fixed by a change that @Bob Brown approved \(card\b/;
    await until('an audit sees the effect', async () => fixed.test(await aurora(world, 'show ledger', alice)), 60_000);
    expect(await aurora(world, 'show misspelled', alice)).not.toContain('Fixed');
  });

  it('the button of what is done already is answered, and changes nothing', async () => {
    const before = world.aws.requests.writes().length;
    const { id, plan } = await approvalOf('ledger');
    const client = new WebClient(world.slack.workspace.app.botToken, { slackApiUrl: world.slack.apiUrl });
    const values = { 'Long done': `${id}:${plan?.hash}`, 'Never known': 'zzzzzzzz:none' };
    await client.chat.postMessage({ channel: ids.databases, text: 'old', blocks: [oldButtons(values)] });
    const old = await world.sees(/Long done/);
    await world.press(carol, old, 'Long done');
    expect(await world.modal(carol, /ledger/)).toContain('Done and verified.');
    await slack().closeView(carol);
    await world.press(carol, old, 'Never known');
    expect(await world.modal(carol, /not kept any more/)).not.toContain('[Approve]');
    expect(world.aws.requests.writes()).toHaveLength(before);
  });

  it('who may not approve gets no button for it, and neither do guests nor strangers, even when they are named', async () => {
    const modal = await world.review(alice, 'guarded', /You may not approve this/);
    expect(modal).not.toContain('[Approve]');
    expect(await world.review(guest, 'guarded', /Needs 1 approval/)).toMatch(/guest/i);
    expect(await world.review(stranger, 'guarded', /Needs 1 approval/)).toMatch(/another workspace|of this workspace/i);
    expect(slack().read((slack().openViews(guest).at(-1) ?? {}) as never, guest)).not.toContain('[Approve]');
    expect(slack().read((slack().openViews(stranger).at(-1) ?? {}) as never, stranger)).not.toContain('[Approve]');
    expect(await aurora(world, 'pause because', guest)).toMatch(/may/);
    expect(await aurora(world, 'approvals', alice)).not.toMatch(/Paused/);
    expect((await approvalOf('guarded')).decisions).toEqual([]);
  });

  it('is rejected with a reason that everybody reads', async () => {
    const card = await world.ask('misspelled');
    await world.press(bob, card, 'Reject');
    await world.modal(bob, /sees your reason/);
    expect((await slack().submitView(bob)).ok).toBe(false);
    expect(await slack().submitView(bob, { reason: 'The owner corrects <the> tag & asks again.' })).toMatchObject({
      ok: true,
    });
    const text = slack().read(await world.sees(/misspelled[\s\S]*Rejected by @Bob Brown/));
    expect(text).toContain('The owner corrects <the> tag & asks again.');
    expect(text).not.toContain('[');
    expect(world.writesTo('misspelled')).toEqual([]);
  });

  it('pressed twice is one run', async () => {
    const card = await world.ask('twice');
    world.slack.proxy.faults.duplicate(3);
    await world.approve(bob, card);
    await done('twice');
    expect(world.writesTo('twice').map(({ action }) => action)).toEqual(['AddTagsToResource', 'StartBackupJob']);
    expect((await approvalOf('twice')).decisions).toHaveLength(1);
  });

  it('approved by two at once is one run, and the second is told', async () => {
    const card = await world.ask('both');
    await Promise.all([bob, carol].map((user) => world.press(user, card, 'Review & approve')));
    await Promise.all([bob, carol].map((user) => world.modal(user, /You may approve/)));
    await Promise.all([bob, carol].map((user) => slack().submitView(user)));
    const shown = await Promise.all(
      [bob, carol].map((user) => world.modal(user, /Approved\.|approved|Step|started|start|verified/)),
    );
    expect(shown.filter((text) => text.includes('\nApproved.\n'))).toHaveLength(1);
    await done('both');
    expect(world.writesTo('both').map(({ action }) => action)).toEqual(['AddTagsToResource', 'StartBackupJob']);
    expect((await approvalOf('both')).decisions).toHaveLength(1);
  });

  it('waits while somebody has paused everything, and goes on afterwards', async () => {
    const card = await world.ask('paused');
    world.aws.faults.add({ effect: 'delay', ms: 1_500, action: 'AddTagsToResource', times: 1 });
    await world.approve(bob, card);
    expect(await aurora(world, 'pause a <change> freeze', carol)).toContain('Paused');
    expect(await world.review(bob, 'guarded', /Paused by/)).toContain('a <change> freeze');
    expect(await aurora(world, 'jobs', alice)).toMatch(/Paused by @Carol Cruz[\s\S]*a <change> freeze/);
    const soFar = world.writesTo('paused').length;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(world.writesTo('paused').length).toBeLessThanOrEqual(Math.max(1, soFar));
    expect(await aurora(world, 'resume', bob)).toContain('Resumed.');
    await done('paused');
    expect(world.writesTo('paused').map(({ action }) => action)).toEqual(['AddTagsToResource', 'StartBackupJob']);
  });

  it('can be taken back by one button', async () => {
    await world.press(bob, await done('twice'), 'Undo: take back the backup tag');
    await world.modal(bob, /Take back the backup tag of twice[\s\S]*You may approve/);
    expect((await slack().submitView(bob)).ok).toBe(true);
    await world.sees(/Take back the backup tag of twice[\s\S]*Done and verified/);
    expect(world.writesTo('twice').at(-1)).toEqual({ action: 'RemoveTagsFromResource', by: bob });
    await aurora(world, 'audit payments-prod --region us-east-1 --tag db=twice');
    await until('it is a finding again', async () =>
      (await aurora(world, 'findings --tag db=twice')).includes('Review & approve'),
    );
  });

  it('has no button where code owns the database, or the account lacks the capability', async () => {
    const owned = slack().read(await world.finding(bob, 'owned'));
    expect(owned).toContain('Copy patch');
    expect(owned).not.toContain('Review & approve');
    const small = slack().read(await world.finding(bob, 'small'));
    expect(small).toMatch(/Enable capability `?build`? for looked-at in accounts\.yaml/);
    expect(small).not.toContain('Review & approve');
  });

  describe('when the worker comes late', () => {
    afterEach(() => world.insistOnWorker());

    /** Alice has asked and Bob has approved; no worker has seen it. */
    const approvedUnseen = async (database: string) => {
      await world.open(bob, await world.ask(database));
      await world.endWorker('stop');
      await world.send(bob);
    };

    it('what has changed since the approval is not overwritten, and is told', async () => {
      await approvedUnseen('drifts');
      holdings().clusters.get('drifts')?.TagList?.push({ Key: 'backup', Value: 'weekly' });
      await world.insistOnWorker();
      const text = slack().read(await world.sees(/to drifts\n[\s\S]*:warning:/));
      expect(text).toContain('No tag alone brings drifts into a plan any more, without overwriting one it has.');
      expect(text).toContain('[Plan again]');
      expect(world.writesTo('drifts')).toEqual([]);
      expect((await approvalOf('drifts')).state).toBe('stale');
    });

    it('what has been deleted meanwhile is told', async () => {
      await approvedUnseen('vanishes');
      holdings().clusters.delete('vanishes');
      await world.insistOnWorker();
      expect(slack().read(await world.sees(/to vanishes\n[\s\S]*:(?:warning|x):/))).toMatch(
        /gone|not there|no longer/i,
      );
      expect(world.writesTo('vanishes')).toEqual([]);
    });

    it('a decision that nobody has signed is refused, and is told', async () => {
      await world.ask('forged');
      const approval = await approvalOf('forged');
      const { expiresAt = '', plan } = approval;
      const forged: Approval = {
        ...approval,
        version: approval.version + 1,
        state: 'approved',
        decisions: [
          {
            what: 'approve',
            by: bob,
            at: new Date().toISOString(),
            planHash: plan?.hash ?? '',
            expiresAt,
            signature: Buffer.alloc(64, 1).toString('base64'),
          },
        ],
      };
      const key = `{aurora}:approval:${approval.id}`;
      await world.redis.hset(key, { approval: JSON.stringify(forged), version: forged.version });
      await world.redis.zadd('{aurora}:approvals:unapplied', Date.now() - 60_000, approval.id);
      expect(slack().read(await world.sees(/to forged\n[\s\S]*0 of 1 approvals hold/))).toContain('signed');
      expect(world.writesTo('forged')).toEqual([]);
    });

    it('another one finishes the first backup of a worker that was killed, and makes no second one', async () => {
      const card = await world.ask('killed');
      world.aws.faults.add({ effect: 'applied-hang', action: 'StartBackupJob', times: 1 });
      await world.approve(bob, card);
      const started = () => world.aws.requests.writes({ action: 'StartBackupJob' }).filter(isAbout('killed'));
      await until('the first backup has been started', () => started().length > 0);
      await world.endWorker('kill');
      await world.insistOnWorker();
      await done('killed');
      const jobs = [...holdings().backup.jobs.values()].filter(({ ResourceArn }) => ResourceArn === here('killed'));
      expect(jobs).toHaveLength(1);
      expect(new Set(started().map(({ input }) => input?.IdempotencyToken)).size).toBe(1);
      expect(world.writesTo('killed').filter(({ action }) => action === 'AddTagsToResource')).toHaveLength(1);
    });
  });

  it('has an unbroken trail of it all', async () => {
    expect(await aurora(world, 'audit-log', guest)).toMatch(/Only those who may approve/);
    expect(await aurora(world, 'audit-log', bob)).toContain('on its way to you');
    await until('the file is there', () =>
      slack()
        .files()
        .some(({ name }) => name.endsWith('.jsonl')),
    );
    const file = slack()
      .files()
      .find(({ name }) => name.endsWith('.jsonl'));
    const entries = String(file?.bytes)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ChainedEntry);
    expect(checkChain(entries)).toEqual({ ok: true, entries: entries.length });
    for (const who of [alice, bob, carol, 'aurora-keeper']) expect(entries.map(({ by }) => by)).toContain(who);
  });
};

const oldButtons = (values: Readonly<Record<string, string>>) => ({
  type: 'actions' as const,
  elements: Object.entries(values).map(([text, value], index) => ({
    type: 'button' as const,
    action_id: `approval.review.${index}`,
    value,
    text: { type: 'plain_text' as const, text },
  })),
});

const isAbout =
  (database: string) =>
  ({ input }: RequestRecord): boolean =>
    String(input?.ResourceArn).endsWith(`:${database}`);
