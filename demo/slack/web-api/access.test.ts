import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, refusal, startRig } from '../testing/rig.ts';
import { ids } from '../workspace.ts';
import { methods } from './registry.ts';
import { methodScopes } from './scopes.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ scopes: ['chat:write', 'users:read'] });
});

afterAll(() => rig.close());

const post = { channel: ids.databases, text: 'hi' };

describe('tokens', () => {
  it('must be there, known, and of the right kind', async () => {
    const { appToken, botToken } = rig.workspace.app;
    expect((await refusal(rig.clientWith(undefined).chat.postMessage(post))).error).toBe('not_authed');
    expect((await refusal(rig.clientWith('xoxb-another').chat.postMessage(post))).error).toBe('invalid_auth');
    expect((await refusal(rig.clientWith(appToken).chat.postMessage(post))).error).toBe('not_allowed_token_type');
    expect((await refusal(rig.clientWith(botToken).apps.connections.open())).error).toBe('not_allowed_token_type');
    expect(await rig.clientWith(appToken).apps.connections.open()).toMatchObject({ ok: true });
    expect(await rig.client.auth.test()).toMatchObject({
      ok: true,
      user_id: ids.bot,
      team_id: ids.team,
      user: 'aurora',
    });
  });

  it('may also be an argument', async () => {
    const answer = await fetch(`${rig.apiUrl}auth.test?token=${rig.workspace.app.botToken}`);
    expect(await answer.json()).toMatchObject({ ok: true, user_id: ids.bot });
  });
});

describe('scopes', () => {
  it('must cover the method', async () => {
    const { error, data } = await refusal(rig.client.usergroups.list());
    expect(error).toBe('missing_scope');
    expect(data).toMatchObject({ needed: 'usergroups:read', provided: 'chat:write,users:read' });
    expect((await refusal(rig.client.files.getUploadURLExternal({ filename: 'a', length: 1 }))).data.needed).toBe(
      'files:write',
    );
    expect((await refusal(rig.client.users.lookupByEmail({ email: 'a@e.com' }))).data.needed).toBe('users:read.email');
    expect(await rig.client.chat.postMessage(post)).toMatchObject({ ok: true });
  });

  it('must fit the kind of conversation', async () => {
    const reader = await startRig({ scopes: ['channels:read', 'channels:history', 'im:write'] });
    expect(await reader.client.conversations.info({ channel: ids.general })).toMatchObject({
      channel: { is_member: true },
    });
    const { channel } = await reader.client.conversations.open({ users: ids.alice });
    const { error, data } = await refusal(reader.client.conversations.info({ channel: channel?.id ?? '' }));
    expect([error, data.needed]).toEqual(['missing_scope', 'im:read']);
    await reader.close();
  });

  it('are in the headers of every answer', async () => {
    const headers = { authorization: `Bearer ${rig.workspace.app.botToken}` };
    const answer = await fetch(`${rig.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(post),
    });
    expect(answer.headers.get('x-oauth-scopes')).toBe('chat:write,users:read');
    expect(answer.headers.get('x-accepted-oauth-scopes')).toBe('chat:write');
  });

  it('are known for every method that is answered', () => {
    expect(Object.keys(methodScopes).sort()).toEqual(Object.keys(methods).sort());
  });
});

describe('methods and arguments', () => {
  it('must be known and complete', async () => {
    expect((await refusal(rig.client.apiCall('chat.postMassage', post))).error).toBe('unknown_method');
    const { error, data } = await refusal(rig.client.apiCall('chat.postMessage', { text: 'hi' }));
    expect(error).toBe('invalid_arguments');
    expect(data.response_metadata).toMatchObject({ messages: ['[ERROR] missing required field: channel'] });
    expect((await refusal(rig.client.apiCall('users.info'))).error).toBe('invalid_arguments');
  });

  it('are taken as form, JSON and multipart', async () => {
    const headers = { authorization: `Bearer ${rig.workspace.app.botToken}` };
    const call = async (body: RequestInit['body'], type?: string) => {
      const more = type === undefined ? {} : { 'content-type': type };
      const answer = await fetch(`${rig.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: body ?? null,
      });
      return (await answer.json()) as Record<string, unknown>;
    };
    const form = new FormData();
    form.set('channel', ids.databases);
    form.set('text', 'multipart');
    const blocks = [{ type: 'divider' }];
    expect(await call(form)).toMatchObject({ ok: true, message: { text: 'multipart' } });
    expect(await call(JSON.stringify({ ...post, blocks }), 'application/json; charset=utf-8')).toMatchObject({
      ok: true,
      message: { blocks },
    });
    expect(await call(new URLSearchParams({ ...post, blocks: JSON.stringify(blocks) }))).toMatchObject({
      ok: true,
      message: { blocks },
    });
    expect(await call('{', 'application/json')).toMatchObject({ ok: false, error: 'invalid_json' });
    expect(await call('<a/>', 'application/xml')).toMatchObject({ ok: false, error: 'invalid_post_type' });
    expect(await call(new URLSearchParams({ ...post, blocks: '[{' }))).toMatchObject({
      error: 'invalid_blocks_format',
    });
  });

  it('are written down', async () => {
    await rig.client.users.info({ user: ids.bob });
    expect(rig.proxy.calls('users.info').at(-1)).toMatchObject({
      token: 'bot',
      args: { user: ids.bob },
      status: 200,
      answer: { ok: true },
    });
  });
});
