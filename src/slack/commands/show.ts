import { ConfigurationError } from '../../domain/errors.ts';
import { readStory, type Story } from '../../domain/life/story.ts';
import { isWatched } from '../../domain/life/watched.ts';
import { nearestFew } from '../../domain/nearest.ts';
import { everything } from '../../domain/scope.ts';
import { insistOnQueue } from '../answers.ts';
import type { Rendered } from '../blocks/rendered.ts';
import { chooseResource, story } from '../blocks/story.ts';
import { cardLinks, type LinkTo } from '../card-links.ts';
import { renderContext, type SlackDeps } from '../deps.ts';

const suggested = 5;
/** Of each resource of that name something has to be read. */
const mostOfOneName = 50;

/** `/aurora show orders`, or an ARN: everything known of one resource, from the records alone. */
export async function showCommand(deps: SlackDeps, asked: string, linkTo: LinkTo): Promise<Rendered> {
  insistOnQueue(deps.ready);
  const stories = await storiesOf(deps, asked.trim());
  const [only] = stories;
  if (only === undefined) throw new ConfigurationError([await notFound(deps, asked.trim())]);
  return stories.length > 1 ? chooseResource(asked.trim(), stories) : tell(deps, only, linkTo);
}

/** A name may be that of several; somebody who gives an ARN means that one, or else what has its name. */
async function storiesOf(deps: SlackDeps, asked: string): Promise<Story[]> {
  const isArn = asked.startsWith('arn:');
  const exact = isArn ? await readStory(deps, asked) : undefined;
  if (exact !== undefined) return [exact];
  const name = isArn ? nameOf(asked) : asked;
  // AWS keeps its identifiers in lower case.
  const arns = await Promise.all([name, name.toLowerCase()].map((each) => deps.lives.resourcesCalled(each)));
  const all = [...new Set(arns.flat())].slice(0, mostOfOneName);
  return (await Promise.all(all.map((arn) => readStory(deps, arn)))).flatMap((found) => found ?? []);
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

async function notFound({ lives }: SlackDeps, asked: string): Promise<string> {
  const name = asked.startsWith('arn:') ? nameOf(asked) : asked;
  const near = await nearestFew(name, lives.names(), suggested);
  const unknown = `Nothing called \`${asked.slice(0, 200)}\` has been audited.`;
  return near.length === 0 ? unknown : `${unknown} Did you mean ${near.map((each) => `\`${each}\``).join(', ')}?`;
}

async function tell(deps: SlackDeps, found: Story, linkTo: LinkTo): Promise<Rendered> {
  const { estate, metas } = deps;
  const cards = await cardLinks(deps, found.timeline, linkTo);
  return story(found, renderContext(deps), {
    cards,
    watched: ({ life }) => isWatched(life, estate.accounts, metas, { ...everything, rules: [life.ruleId] }),
  });
}
