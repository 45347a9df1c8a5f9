import { ids } from '../../demo/slack/workspace.ts';
import type { World } from './world.ts';

/** Types `/aurora …` and reads the answer that only this person sees. Throws when Slack waits for it no longer. */
export async function aurora(
  world: Pick<World, 'slack'>,
  text: string,
  user: string = ids.alice,
  channel: string = ids.databases,
): Promise<string> {
  const delivery = await world.slack.slack.command(user, channel, '/aurora', text);
  if (delivery.answer.status !== 'acked') throw new Error(`not answered: ${JSON.stringify(delivery.answer)}`);
  return world.slack.slack.read(delivery.answer.payload as Parameters<World['slack']['slack']['read']>[0], user);
}

/** Waits until something holds; throws with `what` when it does not in time. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`it did not come to this: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
