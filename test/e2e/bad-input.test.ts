import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { aurora, until } from '../helpers/slack.ts';
import { isReport, startWorld, type World } from '../helpers/world.ts';

describe('what people type', () => {
  let world: World;
  const slack = () => world.slack.slack;

  beforeAll(async () => {
    world = await startWorld();
    await Promise.all([world.startBot(), world.startWorker()]);
  });
  afterAll(() => world.close());

  it.each([
    ['audt', 'There is no command audt. Did you mean /aurora audit?'],
    ['audit paymnts-prod', 'No account is called paymnts-prod. Did you mean payments-prod?'],
    ['audit --region eu-wst-1', 'There is no Region eu-wst-1. Did you mean eu-west-1?'],
    ['audit --region sa-east-1', 'sa-east-1 is not among the Regions of any account (us-east-1, eu-west-1).'],
    ['audit --rule RDS-34', 'There is no rule RDS-34. Did you mean RDS-034?'],
    ['report htlm', 'There is no format and no account htlm. Did you mean html?'],
    ['report pdf', 'There is no format and no account pdf. Formats: html, csv, json, ocsf.'],
    ['report paymnts-prod', 'There is no format and no account paymnts-prod. Did you mean payments-prod?'],
    ['report csv paymnts-prod', 'No account is called paymnts-prod. Did you mean payments-prod?'],
    ['report --status fial', 'There is no status fial. Did you mean fail?'],
    ['explain backtrack', 'There is no rule backtrack.'],
    ['audit --tag env', 'Write a tag as --tag key=value, not env.'],
    ['audit one two --region three', 'No account is called one.'],
    ['&', 'There is no command &.'],
    ['<!channel>', 'There is no command <!channel>.'],
    ['audit 😀', 'No account is called 😀.'],
    ['audit *bold* _it_ `code`', 'No account is called'],
    [`audit\n${'line\n'.repeat(30)}`, 'No account is called line.'],
    ['x'.repeat(10_000), 'That command has 10,000 characters; at most 1,000 are read.'],
  ])('/aurora %s', async (text, answer) => {
    // Code marks are drawn by Slack; here only the words count.
    const said = (await aurora(world, text)).replaceAll('`', '');
    expect(said).toContain(answer.replaceAll('`', ''));
    expect(slack().messages(ids.databases)).toEqual([]);
  });

  it('never lets a word from a command call a channel', async () => {
    const { answer } = await slack().command(ids.alice, ids.databases, '/aurora', 'audit <!channel> <@U02BOB00001>');
    expect(answer.status).toBe('acked');
    const sent = JSON.stringify('payload' in answer ? answer.payload : '');
    expect(sent).not.toMatch(/<!|<@/);
    expect(sent).toContain('&lt;!channel&gt;');
  });

  it('lists every problem of a command at once', async () => {
    const said = await aurora(world, 'audit nobody --region nowhere --rule nothing');
    for (const what of ['nobody', 'nowhere', 'nothing']) expect(said).toContain(what);
  });

  it('helps without being asked', async () => {
    const said = await aurora(world, '');
    for (const part of ['/aurora audit', '/aurora findings', '/aurora explain', '/aurora accounts', '/aurora help'])
      expect(said).toContain(part);
  });

  it('says when nothing has been audited yet', async () => {
    expect(await aurora(world, 'findings')).toContain('Nothing of that has been audited yet.');
    expect(await aurora(world, 'report')).toContain('Nothing of that has been audited yet.');
  });

  it.each([
    ['a private channel without the bot', ids.privateNoBot, 'channel_not_found'],
    ['a public channel without the bot', ids.publicNoBot, 'not_in_channel'],
    ['an archived channel', ids.archived, 'is_archived'],
  ])('in %s goes to the person who asked, with the reason', async (_, channel, code) => {
    await aurora(world, 'audit payments-prod', ids.bob, channel);
    const dm = await slackDm(world, (message) => isReport(message) && JSON.stringify(message.blocks).includes(code));
    const text = slack().read(dm);
    expect(text).toContain(`where I cannot write (${code}). Invite me there`);
    await slack().click(ids.bob, dm, { text: 'Show all' });
    await slackDm(world, (message) => message.threadTs === dm.ts && slack().read(message).includes('Everything: 1–'));
  });

  it('offers to follow an audit of the same scope that is running, and shows it in both channels', async () => {
    world.aws.faults.add({ effect: 'delay', ms: 1_500, service: 'rds' });
    await aurora(world, 'audit fleet', ids.alice, ids.databases);
    expect(await aurora(world, 'audit fleet', ids.bob, ids.databases)).toMatch(
      /Alice Adams asked for the same audit (?:just now|\d+ seconds? ago), and it is still running\. Its message is in this channel\./,
    );
    expect(await aurora(world, 'audit fleet', ids.bob, ids.general)).toMatch(
      /it is still running\.\n\[Follow it here\]/,
    );
    const offer = await slack().waitForEphemeral(
      ids.bob,
      (message) => message.channel === ids.general && slack().read(message).includes('[Follow it here]'),
    );
    await slack().click(ids.bob, offer, { text: 'Follow it here' });
    await slack().waitForEphemeral(ids.bob, (message) =>
      slack().read(message).includes('You follow that audit here now.'),
    );
    world.aws.faults.clear();
    const [here, there] = await Promise.all([
      slack().waitForMessage(ids.databases, isReport),
      slack().waitForMessage(ids.general, isReport),
    ]);
    expect(slack().read(there)).toBe(slack().read(here));
    expect(slack().messages(ids.general)).toHaveLength(1);
    expect(slack().messages(ids.databases)).toHaveLength(1);
  });

  it.each([
    [
      'a button of an older version',
      { action_id: 'fix_now_v0' },
      'This control is from an older version of the message.',
    ],
    ['details that are gone', { value: 'ffffffffffffffff' }, 'That is no longer among the newest findings'],
    [
      'a page of an audit that is not kept any more',
      { action_id: 'audit.show-all', value: 'zzzzzzzz' },
      'The details of that audit are not kept any more.',
    ],
    [
      'a page turned with rubbish',
      { action_id: 'findings.next', value: '{' },
      'Something went wrong on our side (ref ',
    ],
  ])('answers a press on %s', async (_, change, answer) => {
    const report = await slack().waitForMessage(ids.databases, isReport);
    const details = {
      ...report,
      blocks: report.blocks.filter((block) => JSON.stringify(block).includes('finding.details')).slice(0, 1),
    };
    const { payload } = await slack().click(ids.carol, details, { text: 'Details' });
    const [action] = payload.actions as object[];
    await world.slack.proxy.deliver('interactive', {
      ...payload,
      user: { id: ids.bob },
      actions: [{ ...action, ...change }],
    });
    await slack().waitForEphemeral(ids.carol, (message) => slack().read(message).includes(answer));
  });
});

/** A message in the bot's conversation with Bob, which may not exist yet. */
async function slackDm(world: World, predicate: (message: StoredMessage) => boolean): Promise<StoredMessage> {
  const find = () => {
    const conversation = world.slack.proxy.world.channels
      .all()
      .find(({ kind, user }) => kind === 'im' && user === ids.bob);
    return conversation === undefined ? undefined : world.slack.slack.messages(conversation.id).findLast(predicate);
  };
  await until('a message to Bob', () => find() !== undefined);
  const message = find();
  if (message === undefined) throw new Error('it is gone again');
  return message;
}
