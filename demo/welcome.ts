import { WebClient } from '@slack/web-api';
import { ids } from './slack/workspace.ts';
import type { DemoWorld } from './world.ts';

const text = [
  ':wave: *Welcome to Aurora Keeper.* I find Aurora and RDS databases that could not be brought back the way you would expect, and say what to do about each.',
  'Type `/aurora audit`: I read seven accounts in three Regions and answer here. All of them are simulated, and nothing leaves this machine. `/aurora help` lists the rest.',
  'Then press *Review & approve* in the report: Bob and Carol may approve, Alice has to ask them. Time in AWS passes 60 times faster here, so a backup takes seconds.',
  'Or rebuild `orders`, which was made without Backtrack: review it, let Bob approve the rehearsal, and a minute later press *Plan the cut-over*. Both Bob and Carol have to approve that, and the terminal of the demo is where the database is confirmed and the applications are stopped.',
].join('\n');

/** Puts the first message into #databases, as the bot. */
export async function postWelcome({ slack }: DemoWorld): Promise<void> {
  const client = new WebClient(slack.workspace.app.botToken, { slackApiUrl: slack.apiUrl });
  await client.chat.postMessage({ channel: ids.databases, text });
}
