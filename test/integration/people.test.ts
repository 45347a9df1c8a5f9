import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { manifestScopes } from '../../demo/manifest-scopes.ts';
import { type DemoSlack, startDemoSlack } from '../../demo/slack/start.ts';
import { ids } from '../../demo/slack/workspace.ts';
import type { People } from '../../src/domain/approval/ports.ts';
import { PeopleUnavailable } from '../../src/domain/errors.ts';
import { createPeople } from '../../src/slack/people.ts';

let demo: DemoSlack;
let time = 0;

const people = (over: Partial<Parameters<typeof createPeople>[0]> = {}): People =>
  createPeople({
    botToken: demo.env.SLACK_BOT_TOKEN ?? '',
    apiUrl: demo.apiUrl,
    now: () => time,
    timeoutMs: 60_000,
    ...over,
  });
const calls = (method: string): number => demo.proxy.calls(method).length;

beforeAll(async () => {
  demo = await startDemoSlack({ scopes: manifestScopes() });
});
afterEach(() => demo.proxy.faults.clear());
afterAll(() => demo.close());

describe('who somebody is', () => {
  it.each([
    [ids.alice, 'member'],
    [ids.guest, 'guest'],
    [ids.gone, 'deactivated'],
    [ids.stranger, 'stranger'],
    [ids.bot, 'bot'],
    ['U0NOBODY', 'stranger'],
  ])('%s is a %s', async (id, kind) => {
    expect(await people().person(id)).toMatchObject({ id, kind });
  });

  it('is asked once a minute', async () => {
    const who = people();
    const before = calls('users.info');
    await Promise.all([who.person(ids.bob), who.person(ids.bob)]);
    time += 59_000;
    expect((await who.person(ids.bob)).name).toBe('Bob Brown');
    expect(calls('users.info')).toBe(before + 1);
    const bob = demo.workspace.users.find(({ id }) => id === ids.bob);
    if (bob === undefined) throw new Error('no Bob');
    bob.deleted = true;
    time += 1_500;
    expect((await who.person(ids.bob)).kind).toBe('deactivated');
    bob.deleted = false;
  });

  it.each([
    ['a rate limit', { kind: 'rate-limited', retryAfter: 30 }],
    ['a server error', { kind: 'status', status: 500 }],
    ['no answer', { kind: 'drop' }],
    ['a late answer', { kind: 'delay', ms: 9_000 }],
    ['a missing scope', { kind: 'error', error: 'missing_scope' }],
  ] as const)('is not guessed after %s, and asked again', async (_, fault) => {
    const who = people({ timeoutMs: 3_000 });
    demo.proxy.faults.next('users.info', fault);
    await expect(who.person(ids.carol)).rejects.toThrow(PeopleUnavailable);
    expect((await who.person(ids.carol)).kind).toBe('member');
  });

  it('is not told while it is not known which workspace this is', async () => {
    const who = people();
    demo.proxy.faults.next('auth.test', { kind: 'status', status: 503 });
    await expect(who.person(ids.alice)).rejects.toThrow(PeopleUnavailable);
    expect((await who.person(ids.alice)).kind).toBe('member');
  });
});

describe('who is in a user group', () => {
  it('is asked once a minute, and a group that is not there is an error', async () => {
    const who = people();
    const before = calls('usergroups.users.list');
    expect(await who.groupMembers(ids.dba)).toEqual([ids.bob, ids.carol]);
    await who.groupMembers(ids.dba);
    expect(calls('usergroups.users.list')).toBe(before + 1);
    await expect(who.groupMembers('S0NOTHERE')).rejects.toThrow(/S0NOTHERE \(no_such_subteam\)/);
  });

  it('is not guessed when Slack does not answer', async () => {
    demo.proxy.faults.next('usergroups.users.list', { kind: 'html' });
    await expect(people().groupMembers(ids.dba)).rejects.toThrow(PeopleUnavailable);
  });
});

describe('in Enterprise Grid', () => {
  it.each([
    ['a colleague whose organization names our workspace', { enterprise_id: 'E1', teams: ['T9', 'T1'] }, 'member'],
    ['a colleague who is not in our workspace', { enterprise_id: 'E1', teams: ['T9'] }, 'stranger'],
    ['somebody of another organization', { enterprise_id: 'E2', teams: ['T1'] }, 'stranger'],
  ])('%s', async (_, enterprise_user, kind) => {
    const user = { id: 'U1', team_id: 'T9', deleted: false, is_bot: false, is_restricted: false, enterprise_user };
    const answers: Record<string, object> = {
      '/api/auth.test': { ok: true, team_id: 'T1', enterprise_id: 'E1' },
      '/api/users.info': { ok: true, user: { ...user, is_ultra_restricted: false } },
    };
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answers[request.url ?? '']));
    }).listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo;
      expect((await people({ apiUrl: `http://127.0.0.1:${port}/api/` }).person('U1')).kind).toBe(kind);
    } finally {
      server.close();
    }
  });
});
