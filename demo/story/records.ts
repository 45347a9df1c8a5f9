import { personRole } from '../aws-command.ts';
import { ids } from '../slack/workspace.ts';
import type { DemoWorld } from '../world.ts';
import type { People } from './people.ts';
import type { Transcript } from './transcript.ts';

/** Everything that was asked, decided and done is in a trail whose entries hold each other. */
export async function trailStory(world: DemoWorld, people: People, transcript: Transcript): Promise<void> {
  await people.types(ids.bob, 'audit-log', /on its way to you/);
  await people.receives(ids.bob, /its chain is unbroken/);
  const file = world.slack.slack.files().find(({ name }) => name.endsWith('.jsonl'));
  const lines = String(file?.bytes).trim().split('\n');
  transcript.shows(`the file ${file?.name}, ${lines.length} lines`, lines.join('\n').replace(/(.{150}).+/g, '$1 …'), 4);
}

/** The approver behind a write of the bot, or the person who was signed in to AWS himself. */
const behind = ({ sourceIdentity, principalArn = '' }: { sourceIdentity?: string; principalArn?: string }) =>
  sourceIdentity ??
  (principalArn.includes(`/${personRole}/`) ? principalArn.split('/').slice(-2).join('/') : undefined);

/** Each write in AWS, with who is behind it as AWS's own log tells it. */
export function writesStory({ aws }: DemoWorld, transcript: Transcript): void {
  const writes = aws.requests.writes();
  const nameless = writes.filter((write) => behind(write) === undefined);
  if (nameless.length > 0) throw new Error(`${nameless.length} writes name nobody.`);
  transcript.shows(
    `all ${writes.length} writes that AWS saw, with the approver whom CloudTrail names as SourceIdentity, or the person who was signed in`,
    writes
      .map((write) =>
        [
          `${write.service}:${write.action}`.padEnd(36),
          write.accountId,
          `${write.region}`.padEnd(10),
          behind(write),
        ].join('  '),
      )
      .join('\n'),
    40,
  );
}
