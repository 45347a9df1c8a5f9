import { memberNames } from './clusters.ts';
import type { RegionSpec } from './schema.ts';
import { surroundingFaults } from './surroundings.ts';

type Fault = readonly [path: readonly PropertyKey[], message: string];

/** What no single entry can see: names that come twice, references that lead nowhere, a public encrypted snapshot. */
export function* regionFaults(region: RegionSpec): Generator<Fault> {
  const { clusters, instances, plans, integrations, jobs } = region;
  const named = [
    'clusters',
    'instances',
    'parameterGroups',
    'subnetGroups',
    'applications',
    'plans',
    'vaults',
    'integrations',
  ] as const;
  for (const kind of named) {
    const names = region[kind].map(({ name }) => name);
    for (const [at, name] of names.entries()) {
      if (names.indexOf(name) < at) yield [[kind, at, 'name'], `${name} comes twice`];
    }
  }
  const standing = instances.map(({ name }) => name);
  const member = clusters.flatMap(memberNames).find((one) => standing.includes(one));
  if (member) yield [['instances', standing.indexOf(member), 'name'], `${member} is a cluster's member`];
  const known = new Set([...clusters, ...instances].map(({ name }) => name));
  for (const [at, { of }] of jobs.entries()) {
    const arn = of.startsWith('arn:');
    if (!arn && !known.has(of)) yield [['jobs', at, 'of'], `${of} is no cluster or instance of this Region`];
    if (arn && jobs[at]?.type === undefined)
      yield [['jobs', at, 'type'], 'an ARN needs the type that AWS Backup gives it'];
  }
  for (const [at, { cluster, endpoint }] of region.applications.entries()) {
    const spec = clusters.find(({ name }) => name === cluster);
    if (!spec) yield [['applications', at, 'cluster'], `${cluster} is no cluster of this Region`];
    else if (!['writer', 'reader', ...memberNames(spec)].includes(endpoint)) {
      yield [['applications', at, 'endpoint'], `use writer, reader or an instance of ${cluster}, not ${endpoint}`];
    }
  }
  for (const [at, { of }] of integrations.entries()) {
    if (!clusters.some(({ name }) => name === of))
      yield [['integrations', at, 'of'], `${of} is no cluster of this Region`];
  }
  for (const [at, { rules, selections }] of plans.entries()) {
    yield* twice(rules, ['plans', at, 'rules']);
    yield* twice(selections, ['plans', at, 'selections']);
  }
  const planNames = new Set(plans.map(({ name }) => name));
  for (const kind of ['clusters', 'instances'] as const) {
    for (const [at, { awsBackup }] of region[kind].entries()) {
      const plan = awsBackup?.plan;
      if (plan !== undefined && !planNames.has(plan)) yield [[kind, at, 'awsBackup', 'plan'], `no plan ${plan} here`];
    }
  }
  yield* publicSnapshots(region);
  const members = new Set([...clusters.flatMap(memberNames), ...standing]);
  yield* surroundingFaults(region, new Set(clusters.map(({ name }) => name)), members);
}

function* twice(list: readonly { readonly name: string }[], path: readonly PropertyKey[]): Generator<Fault> {
  for (const [at, { name }] of list.entries()) {
    if (list.findIndex((other) => other.name === name) < at) yield [[...path, at, 'name'], `${name} comes twice`];
  }
}

/** AWS refuses to make an encrypted snapshot public. */
function* publicSnapshots({ clusters, instances, clusterSnapshots, snapshots }: RegionSpec): Generator<Fault> {
  const lists = { clusterSnapshots: [clusterSnapshots, clusters], snapshots: [snapshots, instances] } as const;
  for (const [kind, [listed, databases]] of Object.entries(lists)) {
    for (const [at, { of, sharedWith, type }] of listed.entries()) {
      const encrypted = databases.find(({ name }) => name === of)?.encrypted;
      const path = [kind, at, 'sharedWith'];
      if (sharedWith.includes('all') && encrypted) {
        yield [path, `an encrypted snapshot cannot be public: describe ${of} with encrypted: false`];
      }
      if (sharedWith.length > 0 && type !== 'manual')
        yield [path, `only a manual snapshot can be shared, not one of type ${type}`];
    }
  }
}
