import type { WebAPICallResult } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asObject, asText } from '../json.ts';
import { type Rig, refusal, startRig } from '../testing/rig.ts';
import { ids } from '../workspace.ts';

let rig: Rig;
let later = 0;

beforeAll(async () => {
  rig = await startRig({ clock: () => Date.now() + later });
});

afterAll(() => rig.close());

const section = (text: string) => ({ type: 'section' as const, text: { type: 'plain_text' as const, text } });
const modal = (title = 'Title', more: object = {}) => ({
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: title },
  blocks: [section('a')],
  ...more,
});
const trigger = (user: string = ids.alice) => rig.proxy.world.triggers.issue(user);
const open = (trigger_id: string, view: object = modal()) => rig.client.apiCall('views.open', { trigger_id, view });
const idOf = (answer: WebAPICallResult) => asText(asObject(asObject(answer).view).id);

describe('trigger ids', () => {
  it('work once', async () => {
    const id = trigger();
    expect(await open(id)).toMatchObject({
      ok: true,
      view: { id: expect.stringMatching(/^V/), hash: expect.any(String) },
    });
    expect((await refusal(open(id))).error).toBe('exchanged_trigger_id');
    expect((await refusal(open('1.2.abc'))).error).toBe('invalid_trigger_id');
    expect((await refusal(rig.client.apiCall('views.open', { view: modal() }))).error).toBe('invalid_arguments');
  });

  it('live three seconds', async () => {
    const [early, late] = [trigger(), trigger()];
    later += 3000 - 500;
    expect(await open(early)).toMatchObject({ ok: true });
    later += 1000;
    expect((await refusal(open(late))).error).toBe('expired_trigger_id');
  });

  it('are not used up by a view that is refused', async () => {
    const id = trigger();
    const { error, data } = await refusal(open(id, modal('x'.repeat(25))));
    expect(error).toBe('invalid_arguments');
    expect(data.response_metadata).toMatchObject({
      messages: expect.arrayContaining(['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]']),
    });
    expect(await open(id)).toMatchObject({ ok: true });
  });
});

describe('views.update', () => {
  it('refuses a stale hash and an unknown view', async () => {
    const { view } = (await open(trigger())) as unknown as { view: { id: string; hash: string } };
    const update = (more: object) => rig.client.apiCall('views.update', { view: modal('Next'), ...more });
    const next = (await update({ view_id: view.id, hash: view.hash })) as unknown as {
      view: { id: string; hash: string };
    };
    expect(next.view.id).toBe(view.id);
    expect((await refusal(update({ view_id: view.id, hash: view.hash }))).error).toBe('hash_conflict');
    expect(await update({ view_id: view.id, hash: next.view.hash })).toMatchObject({ ok: true });
    expect(await update({ view_id: view.id })).toMatchObject({ ok: true });
    expect((await refusal(update({ view_id: 'V0' }))).error).toBe('not_found');
    expect((await refusal(update({}))).error).toBe('invalid_arguments');
    await rig.slack.closeView(ids.alice);
    expect((await refusal(update({ view_id: view.id }))).error).toBe('not_found');
  });

  it('finds a view by its external_id, which must be unique', async () => {
    await open(trigger(), modal('One', { external_id: 'e1' }));
    expect((await refusal(open(trigger(ids.bob), modal('Two', { external_id: 'e1' })))).error).toBe(
      'duplicate_external_id',
    );
    const update = { external_id: 'e1', view: modal('Three', { external_id: 'e1' }) };
    expect(await rig.client.apiCall('views.update', update)).toMatchObject({ view: { title: { text: 'Three' } } });
    await rig.slack.closeView(ids.alice);
  });
});

describe('the stack', () => {
  it('is three views deep and needs a trigger from inside', async () => {
    const push = (trigger_id: string) => rig.client.apiCall('views.push', { trigger_id, view: modal('Up') });
    const inside = (viewId: string) => rig.proxy.world.triggers.issue(ids.carol, viewId);
    const root = idOf(await open(trigger(ids.carol)));
    expect((await refusal(push(trigger(ids.carol)))).error).toBe('not_found');
    expect(await push(inside(root))).toMatchObject({ view: { root_view_id: root, previous_view_id: root } });
    expect(await push(inside(root))).toMatchObject({ ok: true });
    expect((await refusal(push(inside(root)))).error).toBe('push_limit_reached');
    expect(rig.slack.openViews(ids.carol)).toHaveLength(3);
    await rig.slack.closeView(ids.carol);
    expect(rig.slack.openViews(ids.carol)).toHaveLength(2);
  });
});

describe('views.publish', () => {
  it('takes a Home view for somebody who is there', async () => {
    const publish = (user_id: string, more: object = {}) =>
      rig.client.apiCall('views.publish', { user_id, view: { type: 'home', blocks: [section('a')] }, ...more });
    const first = (await publish(ids.alice)) as unknown as { view: { id: string; hash: string } };
    expect(await publish(ids.alice, { hash: first.view.hash })).toMatchObject({ view: { id: first.view.id } });
    expect((await refusal(publish(ids.alice, { hash: first.view.hash }))).error).toBe('hash_conflict');
    expect((await refusal(publish('UNOBODY'))).error).toBe('user_not_found');
    expect((await refusal(publish(ids.alice, { view: modal() }))).error).toBe('invalid_arguments');
  });
});
