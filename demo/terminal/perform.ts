import { runAwsCommand } from '../aws-command.ts';
import type { DemoWorld } from '../world.ts';

/** Who is signed in to AWS at the terminal of the demo; one of those who may approve. */
const person = 'carol';

const help = [
  'stop    the applications of the shop end their sessions and write nothing more',
  'start   they go on',
  'status  who is connected to which cluster',
  `aws rds add-tags-to-resource …   as the card of a cut-over shows it; you are signed in to AWS as ${person}`,
].join('\n');

/** Carries out a line that somebody types at the terminal of the demo, and answers what became of it. */
export async function perform({ aws, shop }: Pick<DemoWorld, 'aws' | 'shop'>, line: string): Promise<string> {
  const words = line.trim();
  switch (words) {
    case 'stop':
      shop.stop();
      return 'The applications of the shop are stopped. Until they go on, the clock runs faster.';
    case 'start':
      shop.start();
      return 'The applications of the shop go on.';
    case 'status':
      return (
        shop
          .sessions()
          .map(({ host, cluster }) => `${host} is connected to ${cluster}`)
          .join('\n') || 'Nobody is connected.'
      );
    default:
      if (!words.startsWith('aws ')) return help;
  }
  try {
    return await runAwsCommand(aws, person, words);
  } catch (error) {
    return `It was refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}
