import type { DemoWorld } from '../world.ts';
import { askAndApproveStory, patchStory, pauseStory, raiseWindowStory, rejectStory, verifiedStory } from './approve.ts';
import { auditStory, mistakesStory, questionsStory } from './audit.ts';
import { digestStory, yesterdayStory } from './digest.ts';
import { naiveFailures } from './naive.ts';
import { people } from './people.ts';
import { cutOverStory, rehearseStory } from './rebuild.ts';
import { trailStory, writesStory } from './records.ts';
import { createTranscript } from './transcript.ts';

/** Plays the demo's story from the first command to the end and prints it. Throws at the first thing that is not as told. */
export async function playStory(world: DemoWorld, write: (text: string) => void): Promise<void> {
  const transcript = createTranscript(write);
  const cast = people(world, transcript);
  const naive = await naiveFailures();
  transcript.says('Seven simulated accounts in three Regions, and a Slack with Alice, Bob and Carol in #databases.');
  transcript.says(
    `A scanner that only looks for Backtrack windows and recovery points would report ${naive} failures here. How many need someone?`,
  );
  await yesterdayStory(cast);
  const report = await auditStory(world, cast, transcript);
  const needed = /(\d+) need you/.exec(world.slack.slack.read(report))?.[1];
  transcript.says(
    `${naive} failures for the scanner; ${needed} need someone, and each says what to do. The audit took ${calls(world)}.`,
  );
  await questionsStory(cast);
  await mistakesStory(cast);
  transcript.says('Now something is done about it. Time in AWS passes many times faster here.');
  const stage = { world, people: cast, transcript };
  await rehearseStory(stage, report);
  await askAndApproveStory(cast, report);
  await raiseWindowStory(cast, report);
  await patchStory(cast, report);
  await rejectStory(cast, report);
  await pauseStory(cast, report);
  await digestStory(world, cast, transcript);
  await cutOverStory(stage, () => verifiedStory(cast));
  await trailStory(world, cast, transcript);
  writesStory(world, transcript);
}

function calls({ aws }: DemoWorld): string {
  const answered = aws.requests.list().filter(({ status }) => status === 200).length;
  const twice = ['rds', 'backup'].flatMap((service) => aws.requests.duplicates({ service })).length;
  if (twice > 0) throw new Error(`${twice} AWS calls were made twice.`);
  return `${answered} answered AWS calls, none of them made twice; AWS refused or throttled ${aws.requests.count() - answered} more`;
}
