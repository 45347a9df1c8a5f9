import { sampleOrganization } from '../sample-organization.ts';

interface Database {
  readonly engine?: string | undefined;
  readonly backtrackHours?: number | undefined;
  readonly backtrackSeconds?: number | undefined;
  readonly awsBackup?: unknown;
}

const isAuroraMySql = ({ engine = 'aurora-mysql' }: Database): boolean => /^aurora(?:-mysql)?$/.test(engine);
/** Neptune and DocumentDB share the API, and are no databases of RDS. */
const isRds = ({ engine = 'aurora-mysql' }: Database): boolean => engine !== 'neptune' && engine !== 'docdb';
const hasWindow = ({ backtrackHours = 0, backtrackSeconds = 0 }: Database): boolean =>
  backtrackHours + backtrackSeconds > 0;

/**
 * How many failures a scanner reports in the sample organization that only looks whether each Aurora MySQL cluster has
 * a Backtrack window and each database a recovery point in AWS Backup: no reasons, no exemptions, no ways out.
 */
export async function naiveFailures(): Promise<number> {
  const { accounts = [] } = await sampleOrganization();
  const regions = accounts.flatMap(({ regions: some = {} }) => Object.values(some));
  const clusters: Database[] = regions.flatMap(({ clusters: some = [] }) => some);
  const instances: Database[] = regions.flatMap(({ instances: some = [] }) => some);
  const withoutWindow = clusters.filter((cluster) => isAuroraMySql(cluster) && !hasWindow(cluster));
  const withoutBackup = [...clusters, ...instances].filter((each) => isRds(each) && !each.awsBackup);
  return withoutWindow.length + withoutBackup.length;
}
