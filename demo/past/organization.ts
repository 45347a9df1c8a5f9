import type { OrganizationInput } from '../aws/organization/schema.ts';
import { sampleOrganization } from '../sample-organization.ts';

/** Something that happened to the sample organization so many days ago, and how it was before. */
interface Change {
  readonly daysAgo: number;
  readonly account: string;
  readonly region: string;
  /** Of a cluster there. */
  readonly cluster: string;
  readonly before: object;
  readonly optIn?: object;
}

/** At most one in a target, so that a target's scan is of before or of after it. */
export const changes: readonly Change[] = [
  // Its weekly plan has been there for 23 days.
  {
    daysAgo: 23,
    account: 'payments-prod',
    region: 'eu-north-1',
    cluster: 'ledger-archive',
    before: { awsBackup: { newest: '40d ago', plan: 'weekly', everyHours: 168 } },
  },
  // Somebody took Aurora out of AWS Backup.
  {
    daysAgo: 18,
    account: 'data-lake',
    region: 'us-east-1',
    cluster: 'features',
    before: { awsBackup: { newest: '9h ago', plan: 'everything' } },
    optIn: { RDS: true, Aurora: true },
  },
  // Its backups have failed since.
  {
    daysAgo: 14,
    account: 'shop-prod',
    region: 'us-east-1',
    cluster: 'search',
    before: { awsBackup: { newest: '7h ago', plan: 'nightly' } },
  },
  // Somebody mistook seconds for hours here, and somebody else mended the window there.
  {
    daysAgo: 1,
    account: 'shop-prod',
    region: 'eu-west-1',
    cluster: 'catalogue',
    before: { backtrackSeconds: 259_200 },
  },
  {
    daysAgo: 1,
    account: 'payments-prod',
    region: 'eu-west-1',
    cluster: 'invoices',
    before: { backtrackHours: 12 },
  },
];

/** Of the fleet's three hundred so many were there yesterday; the others would only keep the demo from starting. */
const tenants = 30;

/** The sample organization as it was yesterday. What is only remembered is neither slow nor throttled. */
export async function organizationYesterday(): Promise<OrganizationInput> {
  const org = await sampleOrganization();
  const accounts = org.accounts?.map(({ throttle: _, latencyMs: __, ...account }) => account) ?? [];
  const fleet = accounts.flatMap(({ regions = {} }) =>
    Object.values(regions).flatMap(({ generate }) => generate ?? []),
  );
  for (const generated of fleet) generated.clusters = tenants;
  return { ...org, accounts };
}

/** The accounts in which something has changed since, as they were four weeks ago. */
export async function organizationThen(): Promise<OrganizationInput> {
  const { accounts = [], ...org } = structuredClone(await organizationYesterday());
  for (const { account, region, cluster, before, optIn } of changes) {
    const holdings = accounts.find(({ name }) => name === account)?.regions?.[region];
    const found = holdings?.clusters?.find(({ name }) => name === cluster);
    if (holdings === undefined || found === undefined) throw new Error(`org.yaml has no ${cluster} in ${account}`);
    Object.assign(found, before);
    if (optIn !== undefined) Object.assign(holdings, { optIn });
  }
  return { ...org, accounts: accounts.filter(({ name }) => changes.some(({ account }) => account === name)) };
}
