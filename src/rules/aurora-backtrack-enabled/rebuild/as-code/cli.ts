import { shellWord } from '../../../../domain/paste.ts';
import { functions } from './functions.ts';
import { memberOptions, restoreOptions, roleOptions, settleOptions } from './options.ts';
import { aws, comment, part, refuseUnless, say, script } from './shell.ts';
import { namesFor, type RebuildCode } from './values.ts';
import { incomplete, seconds, snapshotWarning, terraformWarning } from './warnings.ts';

const quiet = (command: string): string => `${command} > /dev/null`;
/** What the script says when it ends early. */
const stands = (text: string): string => `stands=${shellWord(text)}`;

/** Where not all was known beforehand a difference is for people to look at. */
const different = ({ complete }: RebuildCode): string =>
  complete ? 'exit 1' : `read -r -p 'Type go to take it as it is: ' typed\n  if [ "$typed" != go ]; then exit 1; fi`;

/** The whole rebuild as a bash script, the name kept. It is run once; where it ended early it says how things stand. */
export function rebuildScript(code: RebuildCode): string {
  const { target, source, sourceId, members, settings, windowSeconds, quietMinutes } = code;
  const names = namesFor(code);
  const { region } = target;
  const [writer, ...readers] = members.map((each, index) => ({
    name: names.members[index] ?? each.name,
    member: each.settings,
  }));
  const oldWriter = members[0]?.name;
  const now = { region, 'db-cluster-identifier': source };
  const fresh = { region, 'db-cluster-identifier': names.cluster };
  const old = { raw: '"$old"' };
  const ask = (options: object, query: string) =>
    aws('rds describe-db-clusters', { ...options, query, output: 'text' });
  const member = (each: { readonly name: string; readonly member: (typeof members)[number]['settings'] }) =>
    quiet(aws('rds create-db-instance', memberOptions(code, names, each)));
  const here = (name: string) => aws('rds wait db-instance-available', { region, 'db-instance-identifier': name });
  const settle = settleOptions(code, names);
  const unchanged = `${source} is as it was: start the writers again.`;
  const aside = `${unchanged} ${names.cluster} and the snapshot ${names.snapshot} are there, and cost money.`;
  return script(`Rebuilds ${source} with a Backtrack window of ${windowSeconds} seconds, and keeps its name.`, target, [
    ...[...incomplete(code, 'cli'), snapshotWarning, seconds(windowSeconds), terraformWarning].map(comment),
    comment(`Rehearse it first: the steps up to “compare” on a copy tell the times, and what does not carry over.`),
    comment(
      'Not moved with it: RDS Proxy targets, custom endpoints, readers of Auto Scaling, policies that name the resource id, alarms on instances.',
    ),
    ...(code.owner === undefined
      ? []
      : [
          comment(
            `It is managed by ${code.owner}: let that forget the cluster first, and take over the new one afterwards.`,
          ),
        ]),
    '',
    stands('Nothing was changed.'),
    `trap 'if [ "$?" != 0 ]; then echo "Ended early. $stands" >&2; fi' EXIT`,
    '',
    ...functions({ region, writer: oldWriter, quietMinutes }),
    part('1. The right cluster, and room for the new one.'),
    ...(sourceId === undefined
      ? []
      : [
          refuseUnless(ask(now, 'DBClusters[0].DbClusterResourceId'), sourceId, `${source} is another cluster by now.`),
        ]),
    `if [ "$(${ask(now, 'DBClusters[0].BacktrackWindow || `0`')})" != 0 ]; then ${say(`${source} has Backtrack already.`)} >&2; exit 1; fi`,
    `if ${quiet(ask(fresh, 'DBClusters[0].Status'))} 2>&1; then ${say(`${names.cluster} is there already.`)} >&2; exit 1; fi`,
    part('2. The freeze. Nothing below is worth anything if somebody goes on writing.'),
    say(`Stop every writer of ${source} now, and switch scheduled events off (event_scheduler).`),
    `read -r -p ${shellWord(`Type ${source} when that is done: `)} typed`,
    `if [ "$typed" != ${shellWord(source)} ]; then exit 1; fi`,
    ...(oldWriter === undefined ? [] : ['await_rest']),
    part('3. A snapshot after the freeze.'),
    quiet(aws('rds create-db-cluster-snapshot', { ...now, 'db-cluster-snapshot-identifier': names.snapshot })),
    stands(`${unchanged} The snapshot ${names.snapshot} is there.`),
    aws('rds wait db-cluster-snapshot-available', { region, 'db-cluster-snapshot-identifier': names.snapshot }),
    ...(oldWriter === undefined ? [] : ['insist_unwritten']),
    part('4. The new cluster. Everything that is left out falls back to a default.'),
    quiet(aws('rds restore-db-cluster-from-snapshot', restoreOptions(code, names))),
    stands(aside),
    aws('rds wait db-cluster-available', fresh),
    ...(writer === undefined
      ? [comment('It has no instances; a restore makes none.')]
      : ['# A restore makes no instances. The first one becomes the writer.', member(writer), here(writer.name)]),
    ...readers.map(member),
    ...readers.map(({ name }) => here(name)),
    ...(settle === undefined
      ? []
      : [
          '# What a restore takes no parameter for.',
          quiet(aws('rds modify-db-cluster', settle)),
          'sleep 60',
          aws('rds wait db-cluster-available', fresh),
        ]),
    ...roleOptions(code, names).map((role) => aws('rds add-role-to-db-cluster', role)),
    ...(settings.dataApi
      ? [
          quiet(
            aws('rds enable-http-endpoint', {
              region,
              'resource-arn': { raw: `"$(${ask(fresh, 'DBClusters[0].DBClusterArn')})"` },
            }),
          ),
        ]
      : []),
    part('5. Compare. Where a line differs nothing is renamed.'),
    `if ! diff <(settings ${shellWord(source)}) <(settings ${shellWord(names.cluster)}); then\n  ${say(`${names.cluster} is not as ${source} is.`)} >&2\n  ${different(code)}\nfi`,
    refuseUnless(
      ask(fresh, 'DBClusters[0].BacktrackWindow'),
      String(windowSeconds),
      `${names.cluster} has not got the Backtrack window.`,
    ),
    part('6. The names. The old cluster is kept, stopped; AWS starts it again by itself after seven days.'),
    ...(oldWriter === undefined ? [] : ['insist_unwritten']),
    `endpoint="$(${ask(now, 'DBClusters[0].Endpoint')})"`,
    `old=${shellWord(names.oldStem)}"$(date -u +%m%d)"`,
    quiet(aws('rds modify-db-cluster', { ...now, 'new-db-cluster-identifier': old, 'apply-immediately': true })),
    `${stands(`No cluster may be called ${source}: give it back to `)}"$old"${shellWord(', which is the old one, and start that if it is stopped.')}`,
    'await_status "$old" available',
    quiet(aws('rds stop-db-cluster', { region, 'db-cluster-identifier': old })),
    'await_status "$old" stopped',
    ...(oldWriter === undefined ? [] : ['sleep 240 # CloudWatch shows the last minutes late.', 'insist_unwritten']),
    quiet(aws('rds modify-db-cluster', { ...fresh, 'new-db-cluster-identifier': source, 'apply-immediately': true })),
    `await_status ${shellWord(source)} available`,
    `if [ "$(${ask(now, 'DBClusters[0].Endpoint')})" != "$endpoint" ]; then ${say(`The endpoint of ${source} is not the one it had.`)} >&2; exit 1; fi`,
    `echo ${shellWord(`${source} can be rewound. Start the writers, and see that they arrive; the old cluster is stopped as `)}"$old".`,
  ]);
}
