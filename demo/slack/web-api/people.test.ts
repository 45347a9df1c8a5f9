import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, refusal, startRig } from '../testing/rig.ts';
import { createWorkspace, ids } from '../workspace.ts';
import { utcOffset } from './users.ts';

let rig: Rig;

beforeAll(async () => {
  const scopes = [
    'chat:write',
    'users:read',
    'users:read.email',
    'usergroups:read',
    'channels:read',
    'groups:read',
    'channels:history',
    'im:write',
    'im:read',
    'reactions:write',
  ];
  rig = await startRig({ scopes });
});

afterAll(() => rig.close());

const info = async (user: string) => (await rig.client.users.info({ user })).user;

describe('users.info', () => {
  it('tells guests, deactivated people and people of other workspaces apart', async () => {
    expect(await info(ids.alice)).toMatchObject({
      is_restricted: false,
      is_ultra_restricted: false,
      deleted: false,
      tz: 'Europe/Berlin',
      team_id: ids.team,
    });
    expect(await info(ids.alice)).not.toHaveProperty('is_stranger');
    expect(await info(ids.guest)).toMatchObject({ is_restricted: true });
    expect(await info(ids.gone)).toMatchObject({ deleted: true });
    expect(await info(ids.stranger)).toMatchObject({ is_stranger: true, team_id: ids.otherTeam });
    expect(await info(ids.bot)).toMatchObject({ is_bot: true });
    expect((await refusal(info('UNOBODY'))).error).toBe('user_not_found');
  });

  it('gives seconds east of UTC, summer and winter', () => {
    expect(utcOffset('Europe/Berlin', Date.UTC(2026, 6, 1))).toBe(7200);
    expect(utcOffset('America/New_York', Date.UTC(2026, 0, 1))).toBe(-18_000);
    expect(utcOffset('UTC', 0)).toBe(0);
  });
});

describe('users.list and lookupByEmail', () => {
  it('know the workspace’s own people, in pages', async () => {
    const first = await rig.client.users.list({ limit: 4 });
    expect(first.members).toHaveLength(4);
    const rest = await rig.client.users.list({ limit: 4, cursor: first.response_metadata?.next_cursor ?? '' });
    expect([...(first.members ?? []), ...(rest.members ?? [])].map(({ id }) => id)).toEqual([
      ids.bot,
      ids.alice,
      ids.bob,
      ids.carol,
      ids.guest,
      ids.gone,
    ]);
    expect(await rig.client.users.lookupByEmail({ email: 'bob@example.com' })).toMatchObject({ user: { id: ids.bob } });
    expect((await refusal(rig.client.users.lookupByEmail({ email: 'gone@example.com' }))).error).toBe(
      'users_not_found',
    );
  });
});

describe('usergroups', () => {
  it('list groups and members', async () => {
    const { usergroups } = await rig.client.usergroups.list({ include_users: true, include_count: true });
    expect(usergroups).toMatchObject([
      { id: ids.dba, handle: 'dba', users: [ids.bob, ids.carol], user_count: 2 },
      { id: ids.oncall },
    ]);
    expect(await rig.client.usergroups.users.list({ usergroup: ids.dba })).toMatchObject({
      users: [ids.bob, ids.carol],
    });
    expect((await refusal(rig.client.usergroups.users.list({ usergroup: 'S0' }))).error).toBe('no_such_subteam');
  });

  it('need a paid plan', async () => {
    const free = await startRig({ workspace: createWorkspace({ plan: 'free' }) });
    expect((await refusal(free.client.usergroups.list())).error).toBe('plan_upgrade_required');
    await free.close();
  });
});

describe('conversations', () => {
  it('show what the bot can see', async () => {
    const { channels } = await rig.client.conversations.list({ types: 'public_channel,private_channel' });
    expect(channels?.map(({ name, is_member }) => [name, is_member])).toEqual([
      ['databases', true],
      ['general', true],
      ['public-no-bot', false],
      ['old-databases', true],
    ]);
    expect((await rig.client.users.conversations({ exclude_archived: true })).channels).toHaveLength(2);
    expect((await refusal(rig.client.conversations.info({ channel: ids.privateNoBot }))).error).toBe(
      'channel_not_found',
    );
    expect((await rig.client.conversations.members({ channel: ids.general })).members).toContain(ids.bob);
  });

  it('open direct messages with people who are there', async () => {
    const first = await rig.client.conversations.open({ users: ids.alice });
    expect(await rig.client.conversations.open({ users: ids.alice })).toMatchObject({
      channel: { id: first.channel?.id },
    });
    expect((await refusal(rig.client.conversations.open({ users: ids.gone }))).error).toBe('user_disabled');
    expect((await refusal(rig.client.apiCall('conversations.open'))).error).toBe('users_list_not_supplied');
  });

  it('give the history as it was sent, without ephemeral messages', async () => {
    const text = { type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text: 'as sent' }] };
    const blocks = [{ type: 'rich_text' as const, block_id: 'r', elements: [text] }];
    const { ts = '' } = await rig.client.chat.postMessage({ channel: ids.databases, text: 'as sent', blocks });
    await rig.client.chat.postEphemeral({ channel: ids.databases, user: ids.alice, text: 'psst' });
    await rig.client.chat.postMessage({ channel: ids.databases, text: 'reply', thread_ts: ts });
    const { messages } = await rig.client.conversations.history({ channel: ids.databases });
    expect(messages).toMatchObject([{ text: 'as sent', blocks }]);
    expect((await rig.client.conversations.replies({ channel: ids.databases, ts })).messages).toHaveLength(2);
    expect((await refusal(rig.client.conversations.replies({ channel: ids.databases, ts: '1.2' }))).error).toBe(
      'thread_not_found',
    );
    expect((await refusal(rig.client.conversations.history({ channel: ids.publicNoBot }))).error).toBe(
      'not_in_channel',
    );
  });
});

describe('reactions', () => {
  it('come and go once', async () => {
    const { ts = '' } = await rig.client.chat.postMessage({ channel: ids.databases, text: 'react' });
    const add = () => rig.client.reactions.add({ channel: ids.databases, timestamp: ts, name: 'eyes' });
    const remove = () => rig.client.reactions.remove({ channel: ids.databases, timestamp: ts, name: 'eyes' });
    await add();
    expect((await refusal(add())).error).toBe('already_reacted');
    await remove();
    expect((await refusal(remove())).error).toBe('no_reaction');
  });
});
