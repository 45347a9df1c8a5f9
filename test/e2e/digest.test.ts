import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../demo/slack/workspace.ts';
import { digestPagesMessageId } from '../../src/domain/digest/edition.ts';
import { findingId } from '../../src/domain/finding.ts';
import type { Mute, MuteSubject } from '../../src/domain/mute/mute.ts';
import { returnsAt } from '../../src/domain/mute/stagger.ts';
import { everything } from '../../src/domain/scope.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { type DigestLab, type DigestRoom, databases, startDigestLab, today } from '../helpers/digest-lab.ts';
import { finding, scanned } from '../helpers/findings.ts';
import { aurora, until } from '../helpers/slack.ts';

const { alice, bob, guest, stranger } = ids;
const patience = 120_000;

let lab: DigestLab;
let room: DigestRoom;
beforeAll(async () => {
  lab = await startDigestLab();
  room = await lab.room();
  await Promise.all([room.startBot(), room.startWorker()]);
});
afterAll(() => lab?.close());

/** A channel that no other test uses. */
const places = Array.from({ length: 12 }, (_, index) => `C${String(index + 20).padStart(3, '0')}DIGEST`);
const place = (): string => places.shift() ?? '';
const conversation = (channel: string) => {
  const found = lab.slack.proxy.world.channels.find(channel);
  if (found === undefined) throw new Error(`there is no ${channel}`);
  return found;
};
const says = (text: string, channel: string, user: string = alice) =>
  aurora(lab, `digest ${text}`.trim(), user, channel);
const seen = (channel: string): string[] =>
  lab.slack.slack
    .messages(channel)
    .filter(({ threadTs }) => threadTs === undefined)
    .map((each) => lab.slack.slack.read(each));
const digests = (channel: string): string[] => seen(channel).filter((text) => text.startsWith('Databases'));
const direct = (user: string): string[] => {
  const { channels, messages } = lab.slack.proxy.world;
  return messages
    .all()
    .filter(({ channel }) => channels.find(channel)?.user === user)
    .map((each) => lab.slack.slack.read(each));
};
const posts = (channel: string): number =>
  lab.slack.proxy.calls('chat.postMessage').filter(({ args }) => args.channel === channel).length;

describe('/aurora digest', () => {
  it('is turned on, changed and turned off in front of everybody; the same once more changes nothing', async () => {
    const channel = place();
    expect(await says('', channel)).toContain('This channel has no digest. `/aurora digest on` turns it on.');
    await says('on --zone UTC', channel);
    expect(seen(channel).at(-1)).toMatch(
      /^@Alice Adams turned on the digest of this channel: every day at 09:00 \(UTC\), all accounts; on a quiet day a line\. The first one comes /,
    );
    expect(await says('on --zone utc', channel, bob)).toMatch(/is on like that already: every day at 09:00 \(UTC\)/);
    await says('on --at 8:30 --quiet nothing payments-prod', channel, bob);
    expect(seen(channel).at(-1)).toMatch(
      /^@Bob Brown changed the digest of this channel: time 09:00 → 08:30; scope all accounts → payments-prod; on a quiet day a line → nothing\. The next one comes /,
    );
    expect(await says('status', channel)).toMatch(
      /is on: every day at 08:30 \(UTC\), payments-prod[\s\S]*Set by @Bob Brown/,
    );
    await says('off', channel);
    expect(seen(channel).at(-1)).toMatch(/^@Alice Adams turned off the digest of this channel\./);
    expect(await says('off', channel)).toContain('This channel has no digest that could be turned off.');
    expect(seen(channel)).toHaveLength(3);
  });

  it.each([
    ['on --at 25:00', '`25:00` is no time of day. Write it like `09:00`.'],
    ['on --at 9.30', 'Did you mean `09:30`?'],
    ['on --zone Europe/Berln', 'There is no time zone `Europe/Berln`. Did you mean `Europe/Berlin`?'],
    ['on --zone CET+1', 'There is no time zone `CET+1`.'],
    ['on --quiet silent', 'On a quiet day there is a `line` or `nothing`, not `silent`.'],
    ['on --account paymets-prod', 'No account is called `paymets-prod`. Did you mean `payments-prod`?'],
    ['on --region us-esat-1', 'Did you mean `us-east-1`?'],
    ['on --rule RDS-037', 'There is no rule `RDS-037`. Did you mean `RDS-034`?'],
    ['on --tag team', 'key=value'],
    ['offf', 'Did you mean `/aurora digest off`?'],
    ['off --at 9:00', '`/aurora digest off` takes no options.'],
  ])('%s is answered, and nothing is stored', async (text, answer) => {
    const channel = place() || ids.databases;
    places.unshift(channel);
    expect(await says(text, channel)).toContain(answer);
    expect(await room.records.digests.channel(channel)).toBeUndefined();
    expect(seen(channel)).toEqual([]);
  });

  it.each([
    ['where the bot is not', ids.publicNoBot, 'I am not in this channel'],
    ['where the bot is not and sees nothing', ids.privateNoBot, 'I am not in this channel'],
    ['that is archived', ids.archived, 'This channel is archived'],
  ])('cannot be turned on in a channel %s', async (_, channel, answer) => {
    for (const what of ['on', 'now']) expect(await says(what, channel)).toContain(answer);
    expect(await room.records.digests.channel(channel)).toBeUndefined();
  });

  it('is for colleagues to decide, and for everybody to read', async () => {
    const channel = place();
    await says('on --zone UTC', channel);
    for (const who of [guest, stranger])
      for (const what of ['on --at 10:00', 'off', 'now'])
        expect(await says(what, channel, who)).toContain(
          'Only full members of this workspace may turn a digest on or off',
        );
    expect(await room.records.digests.channel(channel)).toMatchObject({ on: true, at: '09:00', by: alice });
    expect(await says('status', channel, guest)).toContain('is on: every day at 09:00');
    await says('preview', channel, guest);
    const shown = await lab.slack.slack.waitForEphemeral(guest, (each) =>
      lab.slack.slack.read(each).includes('What would be posted now'),
    );
    expect(lab.slack.slack.read(shown)).toContain('Only you see it, and nothing has moved.');
    expect(await room.records.digests.channel(channel)).not.toHaveProperty('toldUpTo');
    expect(digests(channel)).toEqual([]);
  });

  it('comes when it is asked for, and asked for twice it comes once', async () => {
    const channel = place();
    lab.aws.faults.add({ effect: 'delay', ms: 1_500, service: 'rds', times: 2 });
    lab.slack.proxy.faults.duplicate(1);
    expect(await says('now', channel)).toContain('The digest comes here as soon as 1 target is audited.');
    expect(await says('now', channel, bob)).toContain(
      'A digest that @Alice Adams asked for is on its way to this channel already.',
    );
    await until('it is here', () => digests(channel).length > 0, patience);
    expect(digests(channel)).toEqual([expect.stringContaining('10 need you')]);
    await says('now', channel, bob);
    await until('there is another one', () => digests(channel).length > 1, patience);
    expect(digests(channel)[1]).toContain('nothing changed, 10 still open');
    expect(await says('status', channel)).toContain('The digest of this channel is off.');
    expect(digests(channel)).toHaveLength(2);
  });

  it('does not take a tag that no database carries, once databases are known', async () => {
    const channel = place();
    expect(await says('on --tag team=db-99', channel)).toMatch(
      /No database known so far carries the tag `team=db-99`\. Did you mean `team=db-\d`\?/,
    );
    expect(await room.records.digests.channel(channel)).toBeUndefined();
  });
});

describe('a digest whose channel', () => {
  it.each([
    [
      'is archived',
      (channel: string) => ({ isArchived: true, members: conversation(channel).members }),
      'the channel is archived',
    ],
    [
      'has lost the bot',
      (_: string) => ({ isArchived: false, members: [alice, bob] }),
      'I am not in the channel any more',
    ],
    [
      'is deleted',
      // Slack's answer is the same as for a private channel without the bot.
      (_: string) => ({ isArchived: false, members: [alice, bob], kind: 'private' as const }),
      'I cannot see the channel any more',
    ],
  ])('%s is paused once, tells so once, and goes on when somebody turns it on', async (_, change, why) => {
    const channel = place();
    const before = { ...conversation(channel), members: [...conversation(channel).members] };
    const told = direct(bob).length;
    Object.assign(conversation(channel), change(channel));
    await room.due({ channelId: channel, by: bob });
    await until('he is told', () => direct(bob).length > told, patience);
    await until('nothing is behind', async () => (await room.records.messages.behind()).length === 0, patience);
    // Some ticks and sweeps later.
    await sleep(1_500);
    expect(direct(bob).slice(told)).toEqual([
      expect.stringMatching(new RegExp(`^The digest of #?\\S+ is paused: ${why}\\. Nothing is lost: once somebody`)),
    ]);
    expect(posts(channel)).toBe(1);
    expect(seen(channel)).toEqual([]);
    Object.assign(conversation(channel), before);
    expect(await says('status', channel)).toMatch(new RegExp(`is paused since .*: ${why}\\.`));
    await says('on', channel);
    expect(seen(channel).at(-1)).toMatch(/^@Alice Adams turned on the digest of this channel: .* The next one comes /);
    await says('now', channel);
    await until('it tells everything', () => digests(channel).length > 0, patience);
    expect(digests(channel)).toEqual([expect.stringContaining('10 new without Backtrack')]);
  });
});

describe('mutes in digests', () => {
  let own: DigestRoom;
  const rule = 'aurora-backtrack-enabled';
  const accountId = '111111111111';
  const arn = (name: string) => `arn:aws:rds:us-east-1:${accountId}:cluster:${name}`;
  const idOf = (name: string) => findingId(rule, arn(name));
  const day = 86_400_000;
  let asked = 0;

  /** What a digest says that is asked for now, and what it tells. */
  const ask = async () => {
    asked += 1;
    const { channelId, records, redis } = own;
    const id = `${channelId}-now-${asked}`;
    const settings = { at: '09:00', zone: 'UTC', scope: everything, quiet: 'line' as const };
    const openedAt = new Date().toISOString();
    await records.digests.open({ id, channelId, date: today(), askedBy: alice, openedAt, settings, state: 'auditing' });
    await createProducer({ connection: redis, inTime: false }).sendDigest(id);
    await until('it is posted', () => own.roots().length >= asked, patience);
    const page = await records.digests.page(id, 'all', 0);
    return {
      text: own.roots().slice(-1).map(own.read).join(''),
      told: (page?.told ?? []).map(({ kind, name }) => `${kind} ${name}`).sort(),
    };
  };
  /** Sets a mute as the bot does, and waits until it is in the story of what it hides. */
  const mute = async (id: string, subject: MuteSubject, label: string, forMs: number, over: Partial<Mute> = {}) => {
    const at = new Date();
    const ends = new Date(at.getTime() + forMs).toISOString();
    const set: Mute = {
      id,
      subject,
      accountId,
      label,
      until: ends,
      reason: id,
      by: bob,
      at: at.toISOString(),
      ...over,
    };
    await own.records.mutes.add(set, [{ kind: 'mute', muteId: id, what: 'muted' }]);
    await until(`${label} is muted`, async () => {
      for await (const { kind, note } of own.records.lives.after(0)) if (kind === 'muted' && note === id) return true;
      return false;
    });
    return set;
  };
  const past = (iso: string) => sleep(Math.max(0, Date.parse(iso) - Date.now()) + 800);

  beforeAll(async () => {
    own = await lab.room({ accounts: { routes: [] } });
    await own.due({ on: false });
    await own.startWorker();
    expect((await ask()).text).toContain('10 new without Backtrack');
  });

  it('what is muted is told as that alone, and comes back by itself with a word', async () => {
    const soon = await mute('m1', { kind: 'finding', findingId: idOf('db-0') }, 'db-0 (payments-prod)', 5_000);
    await mute('m2', { kind: 'database', arn: arn('db-1') }, 'db-1 (payments-prod)', 2 * day);
    await mute('m3', { kind: 'database', arn: arn('db-2') }, 'db-2 (payments-prod)', 10 * day);
    const first = await ask();
    expect(first.told).toEqual(['closed db-0', 'closed db-1', 'closed db-2']);
    expect(first.text).toMatch(/ · 3 set aside, 7 still open\n/);
    expect(first.text).toMatch(/mute of db-0 \(payments-prod\) ends .* · mute of db-1 \(payments-prod\) ends /);
    expect(first.text).not.toMatch(/mute of db-2/);
    // It fails for another cause meanwhile; nobody asked to be told.
    const cluster = lab.aws.state.get(accountId)?.region('us-east-1').clusters.get('db-1');
    Object.assign(cluster ?? {}, { BacktrackWindow: 3_600 });
    await past(soon.until);
    const second = await ask();
    expect(second.told).toEqual(['returned db-0']);
    expect(second.text).toMatch(/ · 1 back again, 7 still open\n.*Back again \(mute ended\) · db-0 /);
    expect(second.text).toMatch(/mute of db-1 \(payments-prod\) ends /);
    const third = await ask();
    expect(third.told).toEqual([]);
    expect(third.text).toContain('nothing changed, 8 still open');
  });

  it('what one mute hides comes back some at a time, each once', async () => {
    const over = { spreadDays: 1 };
    const subject = { kind: 'account-rule', accountId, ruleId: rule } as const;
    const all = await mute('m4', subject, 'Backtrack (payments-prod)', day + 5_000, over);
    const daysEarlier = (name: string) => (Date.parse(all.until) - returnsAt(all, idOf(name))) / day;
    const others = databases.filter((name) => name !== 'db-1' && name !== 'db-2');
    const soon = others.filter((name) => daysEarlier(name) === 1);
    expect(soon.length).toBeGreaterThan(0);
    expect(soon.length).toBeLessThan(others.length);
    const first = await ask();
    expect(first.told).toEqual(others.map((name) => `closed ${name}`));
    await past(new Date(Date.parse(all.until) - day).toISOString());
    const second = await ask();
    expect(second.told).toEqual(soon.map((name) => `returned ${name}`));
    expect(second.text).toContain(`${soon.length} back again`);
    expect((await ask()).told).toEqual([]);
  });
});

describe('a digest of ten thousand findings', () => {
  const count = 10_000;

  it('is one message that Slack takes, with everything in its thread, page by page', async () => {
    const big = await lab.room({
      accounts: {
        // Nobody can enter it, so that what is known of it stays as it is.
        accounts: [{ id: '222222222222', name: 'fleet <b> & *co*', auditRole: 'no-such-role' }],
        routes: [],
      },
    });
    const { records, redis, channelId } = big;
    const fleet = { accountId: '222222222222', accountName: 'fleet <b> & *co*', region: 'us-east-1' };
    const found = Array.from({ length: count }, (_, n) =>
      finding({
        name: `db-<${n}>`,
        target: fleet,
        cause: n % 3 === 0 ? 'created-without-backtrack' : `cause-${n % 200}`,
        reason: 'because of <this> & that `thing`, <!channel> '.repeat(6),
      }),
    );
    await records.findings.replace(
      'seed',
      ['aurora-backtrack-enabled'],
      scanned(found, fleet),
      new Date().toISOString(),
    );
    await big.due();
    const { keeper } = await big.startWorker();
    await big.settled();
    expect(big.roots()).toHaveLength(1);
    const blocks = big.roots()[0]?.blocks ?? [];
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const block of blocks) {
      const { text } = (block.text as { text?: string } | undefined) ?? {};
      expect([...(text ?? '')].length).toBeLessThanOrEqual(3_000);
    }
    expect(big.roots().map(big.read).join()).toMatch(
      /^Databases, .* · nothing could be scanned, 3,334 new without Backtrack, .*, 10,000 open when last seen\n/,
    );
    expect(await big.told()).toHaveLength(count);
    expect(big.replies().map(big.read)).toEqual([expect.stringContaining('1–10 of 10,000')]);
    const pages = digestPagesMessageId(`${channelId}-${today()}`);
    const last = {
      kind: 'digest-pages',
      digestId: `${channelId}-${today()}`,
      filter: 'all',
      page: count / 10 - 1,
    } as const;
    await records.messages.setSubject(pages, last);
    await createProducer({ connection: redis, inTime: false }).renderMessage(pages);
    await until(
      'the last page is shown',
      () => big.replies().map(big.read).join().includes('9,991–10,000 of 10,000'),
      patience,
    );
    const refused = lab.slack.proxy.requests.filter(
      ({ args, answer }) => args.channel === channelId && answer.ok !== true,
    );
    expect(refused).toEqual([]);
    const status = readFileSync(`/proc/${keeper.process.pid}/status`, 'utf8');
    const peak = Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1_024);
    process.stdout.write(`a digest of ${count} findings: ${blocks.length} blocks, ${peak} MiB at most\n`);
    expect(peak).toBeLessThan(700);
    await big.close();
  });
});
