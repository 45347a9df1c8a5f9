import type { DemoWorld } from '../world.ts';
import { auditStory, mistakesStory, questionsStory } from './audit.ts';
import { people } from './people.ts';
import { createTranscript } from './transcript.ts';

/** Plays the demo's story from the first command to the end and prints it. Throws at the first thing that is not as told. */
export async function playStory(world: DemoWorld, write: (text: string) => void): Promise<void> {
  const transcript = createTranscript(write);
  const cast = people(world, transcript);
  transcript.says('Seven simulated accounts in three Regions, and a Slack with Alice, Bob and Carol in #databases.');
  await auditStory(world, cast, transcript);
  await questionsStory(cast);
  await mistakesStory(cast);
  transcript.says(closing(world));
}

function closing({ aws }: DemoWorld): string {
  const calls = aws.requests.list().filter(({ status }) => status === 200).length;
  const retried = aws.requests.count() - calls;
  const twice = ['rds', 'backup'].flatMap((service) => aws.requests.duplicates({ service })).length;
  if (twice > 0) throw new Error(`${twice} AWS calls were made twice.`);
  return `The audit took ${calls} answered AWS calls, none of them made twice; AWS refused or throttled ${retried} more.`;
}
