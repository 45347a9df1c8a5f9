import { setMaxListeners } from 'node:events';
import type { OrganizationInput } from '../../demo/aws/organization/schema.ts';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import type { RegionInput } from '../../demo/aws/test-kit.ts';
import { createAuditAccess } from '../../src/aws/audit-access.ts';
import { createIdentities } from '../../src/aws/identities.ts';
import { planningRates } from '../../src/aws/services.ts';
import { createRequestHandler } from '../../src/aws/sessions.ts';
import type { PreflightItem } from '../../src/domain/remediation/plan.ts';
import type { PlanContext } from '../../src/domain/remediation/stage.ts';
import type {
  PreflightOptions,
  PreflightReport,
  Way,
} from '../../src/rules/aurora-backtrack-enabled/rebuild/preflight/preflight.ts';
import { preflight } from '../../src/rules/aurora-backtrack-enabled/rebuild/preflight/preflight.ts';
import { readSource, type Source } from '../../src/rules/aurora-backtrack-enabled/rebuild/source.ts';
import { createLocalRateLimit } from '../../src/store/rate-limit.ts';
import { accountOf, organization } from './scans.ts';

export interface Preflights {
  readonly aws: SimulatedAws;
  /** A planning of its own: a fresh session that asks everything once. */
  readonly context: (over?: Partial<PlanContext>, accountId?: string) => Promise<PlanContext>;
  readonly source: (cluster: string, accountId?: string) => Promise<Source>;
  readonly run: (
    cluster: string,
    way: Way,
    options?: PreflightOptions & { readonly accountId?: string; readonly over?: Partial<PlanContext> },
  ) => Promise<PreflightReport>;
  readonly close: () => Promise<void>;
}

export const home = '111111111111';
type Accounts = NonNullable<OrganizationInput['accounts']>;

/** The real SDK with the audit role at one end of the wire, the simulated AWS at the other. */
export async function startPreflights(
  region: RegionInput,
  account: Omit<Accounts[number], 'id'> = {},
  more: Partial<OrganizationInput> = {},
  others: Accounts = [],
): Promise<Preflights> {
  const accounts: Accounts = [{ id: home, regions: { 'us-east-1': region }, ...account }, ...others];
  const aws = await startSimulatedAws({ org: organization(accounts, more) });
  const requestHandler = createRequestHandler();
  const identities = createIdentities({ requestHandler, region: 'us-east-1' });
  const quick = { requests: 1_000, seconds: 1 };
  const names = ['rds', 'backup', ...Object.keys(planningRates)];
  const limit = createLocalRateLimit(Object.fromEntries(names.map((name) => [name, quick])));
  const known = accounts.map(({ id }) => accountOf(id));
  const access = createAuditAccess({ accounts: known, identities, requestHandler, limit, maxAttempts: 3 });

  const context: Preflights['context'] = async (over = {}, accountId = home) => {
    // A test may have two simulators; whoever is made from here on talks to this one.
    Object.assign(process.env, aws.environment);
    const target = { accountId, accountName: `account-${accountId.slice(0, 1)}`, region: 'us-east-1' };
    const signal = over.signal ?? new AbortController().signal;
    setMaxListeners(0, signal);
    const { client } = await access.open(target, signal);
    const { policy } = accountOf(accountId);
    return { target, policy, now: new Date(), signal, client, tags: {}, ...over };
  };
  return {
    aws,
    context,
    source: async (cluster, accountId) => readSource(await context({}, accountId), cluster),
    run: async (cluster, way, { accountId, over, ...options } = {}) => {
      const planning = await context(over, accountId);
      return preflight(planning, await readSource(planning, cluster), way, options);
    },
    close: async () => {
      requestHandler.destroy();
      await aws.close();
    },
  };
}

/** `id` → its item. */
export const byId = ({ items }: Pick<PreflightReport, 'items'>): Map<string, PreflightItem> =>
  new Map(items.map((item) => [item.id, item]));

/** Ids of the items that are in a state. */
export const inState = ({ items }: Pick<PreflightReport, 'items'>, state: PreflightItem['state']): string[] =>
  items.flatMap((item) => (item.state === state ? [item.id] : []));
