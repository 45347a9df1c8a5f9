import { waitFor } from '../slack/driver/wait.ts';
import type { StoredMessage } from '../slack/state/messages.ts';
import { ids } from '../slack/workspace.ts';
import type { DemoWorld } from '../world.ts';
import type { People } from './people.ts';
import type { Transcript } from './transcript.ts';

const { alice, bob } = ids;

/** What people do in AWS meanwhile: `labels` leaves its plan, `features` gets into it, `feature-store` is new. */
export function changeDataLake({ aws }: DemoWorld): void {
  aws.control.describeRegion('333333333333', 'us-east-1', {
    clusters: [
      {
        name: 'features',
        engine: 'aurora-postgresql',
        created: '120d ago',
        tags: { env: 'prod' },
        awsBackup: { newest: '1h ago', plan: 'everything' },
      },
      {
        name: 'feature-store',
        created: '20h ago',
        tags: { env: 'prod' },
        awsBackup: { newest: '1h ago', plan: 'everything' },
      },
      { name: 'graph', engine: 'neptune', awsBackup: true },
    ],
    instances: [{ name: 'labels', engine: 'postgres', created: '120d ago', tags: { env: 'prod' } }],
    optIn: { RDS: true, Aurora: true },
    plans: [{ name: 'everything', selections: [{ name: 'all', resources: ['arn:aws:rds:*:*:cluster:*'] }] }],
  });
}

/** The digest of yesterday, which is there when the demo begins. */
export async function yesterdayStory(people: People): Promise<void> {
  await people.sees('#databases, since yesterday', /^Databases, .* 1 fell below the Backtrack window .* 1 fixed/);
}

/** Somebody sets a database aside, something changes in AWS, and the digest says so; then a quiet one, and a Home. */
export async function digestStory(world: DemoWorld, people: People, transcript: Transcript): Promise<void> {
  await people.types(bob, 'mute legacy-etl 2d its owner moves it on Monday', /^$/);
  await people.reads(bob, /Hides \d+ failing finding/, 12);
  await people.submits(bob, 'Mute', /Muted: legacy-etl/);
  await people.types(alice, 'mutes', /1 mute in force[\s\S]*legacy-etl/);

  changeDataLake(world);
  transcript.says(
    'In data-lake somebody takes labels out of its plan, somebody opts Aurora in to AWS Backup, and feature-store is new.',
  );
  const changed = await digestNow(world, people, 1);
  insist(world, changed, [
    /1 lost its backup plan/,
    /1 new without Backtrack/,
    /No longer fine · labels · data-lake/,
    /New · feature-store · data-lake/,
    /features \(data-lake\) · fixed/,
    /reviews \(shop-prod\) · fixed by Carol Cruz’s approval/,
    /legacy-etl \(shop-prod\) · muted by Bob Brown/,
    /mute of legacy-etl .*ends/,
    /Open findings: \d+ open today/,
  ]);
  if (!changed.blocks.some(({ type }) => type === 'image')) throw new Error('The digest has no picture.');

  await world.slack.slack.openHome(bob);
  const quiet = await digestNow(world, people, 2);
  insist(world, quiet, [/nothing changed, \d+ still open, 18 of 21 targets scanned/]);
  await homeOfBob(world, transcript);
}

/** Of the digests that were asked for, the one with this number. */
async function digestNow({ slack }: DemoWorld, people: People, count: number): Promise<StoredMessage> {
  const digests = () =>
    slack.slack.messages(ids.databases).filter((each) => each.threadTs === undefined && /^Databases, /.test(each.text));
  await people.types(alice, 'digest now', /The digest comes here as soon as 21 targets are audited/);
  const found = await waitFor(
    () => digests()[count],
    `digest ${count}`,
    60_000,
    () =>
      digests()
        .map(({ text }) => text)
        .join('\n'),
  );
  await people.sees('#databases', new RegExp(found.text.slice(0, 60).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')), 40);
  return found;
}

function insist({ slack }: DemoWorld, message: StoredMessage, expected: readonly RegExp[]): void {
  const text = slack.slack.read(message);
  const missing = expected.filter((each) => !each.test(text));
  if (missing.length > 0) throw new Error(`The digest lacks ${missing.join(', ')}:\n${text}`);
}

async function homeOfBob({ slack }: DemoWorld, transcript: Transcript): Promise<void> {
  const read = () => {
    const view = slack.slack.home(bob);
    return view === undefined ? '' : slack.slack.read(view, bob);
  };
  const text = await waitFor(
    () => [read()].find((each) => /Mutes that end soon[\s\S]*legacy-etl/.test(each)),
    'the Home of Bob with its mute',
    60_000,
    read,
  );
  transcript.shows('the App Home of Bob', text, 40);
}
