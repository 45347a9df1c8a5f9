import type { DBCluster } from '@aws-sdk/client-rds';
import type { Remediation, Status } from '../../domain/finding.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Target } from '../../domain/target.ts';
import { type BinaryLog, binaryLogNote } from './binary-log.ts';
import { duration, secondsPerHour } from './duration.ts';
import { type Doubt, type Obstacle, obstacleTo } from './eligibility.ts';
import { notOursToJudge, notYetWhole, waitNote } from './life.ts';
import { mayHaveEnhancedBinlog } from './versions.ts';
import { cutShort, filling, looksShort } from './window.ts';
import type { WindowReport } from './window-events.ts';

export interface Verdict {
  readonly status: Status;
  readonly cause: string;
  readonly reason: string;
  readonly remediation: Remediation | null;
}

/** What the cluster's own description leaves open, and another read settles. */
export type Question = 'is its window cut short?' | 'can Backtrack exist there?';

export interface Case {
  readonly cluster: DBCluster;
  readonly target: Pick<Target, 'accountId' | 'region'>;
  readonly policy: Pick<Policy, 'minBacktrackWindowHours' | 'backtrackRegions'>;
  readonly now: Date;
}

/** A cluster that was created without Backtrack can never get it in place; a window that was set to 0 neither. */
const rebuild: Remediation = {
  strategies: ['snapshot-restore', 'pitr-full-copy', 'clone'],
  recommended: 'snapshot-restore',
};
const raise: Remediation = { strategies: ['raise-window'], recommended: 'raise-window' };

/**
 * Judges one Aurora MySQL cluster by its description. A window in force is judged by its size wherever it is; without
 * one the question is whether Backtrack can exist there at all.
 */
export function firstLook({ cluster, target, policy, now }: Case): Verdict | Question {
  const foreign = notOursToJudge(cluster, target.accountId);
  if (foreign !== undefined) return notApplicable(foreign);
  if (cluster.Engine === undefined) {
    return unknown({ cause: 'could-not-read', reason: 'AWS did not say which engine it runs.' });
  }
  const window = cluster.BacktrackWindow ?? 0;
  const least = policy.minBacktrackWindowHours * secondsPerHour;
  if (window >= least) {
    if (looksShort(cluster, now)) return 'is its window cut short?';
    return pass(`Can be rewound up to ${duration(window)}${filling(cluster, now)}.`);
  }
  if (window > 0) {
    return {
      status: 'fail',
      cause: 'window-below-policy',
      reason: `Can be rewound ${duration(window)} only; the policy asks for ${duration(least)}.${waitNote(cluster)}`,
      remediation: raise,
    };
  }
  const obstacle = notYetWhole(cluster) ?? obstacleTo(cluster, target.region, policy);
  if (obstacle === undefined) return 'can Backtrack exist there?';
  return isDoubt(obstacle) ? unknown(obstacle) : notApplicable(obstacle);
}

/** The verdict on a window that looks shorter than it should be by now. */
export function onWindow({ cluster, now }: Case, report: WindowReport): Verdict {
  const window = duration(cluster.BacktrackWindow ?? 0);
  switch (report.state) {
    case 'cut':
      return {
        status: 'fail',
        cause: 'window-cut-short',
        reason: cutShort(cluster, report.at, now),
        remediation: null,
      };
    case 'whole':
      return pass(
        `Can be rewound up to ${window}${filling(cluster, now)}; AWS has not called it cut short in the last 14 days.`,
      );
    case 'unclear':
      return unknown({
        cause: 'could-not-read',
        reason: `Its window is ${window}; whether AWS cuts it short is not known: ${report.why}.`,
      });
  }
}

/** What was read about things that exclude Backtrack; a string says why one could not be. */
export interface Exclusions {
  readonly binaryLog: BinaryLog | string;
  readonly fedIntegration: string | undefined | { readonly unread: string };
}

/** The verdict on a cluster without a window, once it is known what else excludes Backtrack there. */
export function onEligibility({ cluster }: Case, { binaryLog, fedIntegration }: Exclusions): Verdict {
  if (typeof binaryLog !== 'string' && excludes(binaryLog, cluster)) {
    return notApplicable({
      cause: 'enhanced-binlog',
      reason: `Enhanced binary log is on (aurora_enhanced_binlog in cluster parameter group ${cluster.DBClusterParameterGroup}), and it excludes Backtrack. With it off, a restored cluster could have one; zero-ETL integrations need it on.`,
    });
  }
  if (typeof fedIntegration === 'string') {
    return notApplicable({
      cause: 'zero-etl-source',
      reason: `It feeds the zero-ETL integration ${fedIntegration}, which needs enhanced binary log, and that excludes Backtrack. Without the integration a restored cluster could have one.`,
    });
  }
  const unread = [binaryLog, fedIntegration?.unread].filter((each) => typeof each === 'string');
  if (unread.length > 0) {
    return unknown({
      cause: 'could-not-read',
      reason: `Has no Backtrack window, and whether it could have one is not known: ${unread.join('; ')}.`,
    });
  }
  const why = cluster.BacktrackWindow === 0 ? 'its Backtrack window is 0' : 'created without Backtrack';
  const note = typeof binaryLog === 'string' ? '' : binaryLogNote(binaryLog);
  return {
    status: 'fail',
    cause: 'created-without-backtrack',
    reason: `Cannot be rewound: ${why}, and AWS does not let it be switched on in place.${serverlessNote(cluster)}${note}${waitNote(cluster)}`,
    remediation: rebuild,
  };
}

export const excludes = ({ enhanced }: BinaryLog, { EngineVersion }: Pick<DBCluster, 'EngineVersion'>): boolean =>
  enhanced && mayHaveEnhancedBinlog(EngineVersion);

const isDoubt = (obstacle: Obstacle | Doubt): obstacle is Doubt => 'doubt' in obstacle;
const pass = (reason: string): Verdict => ({ status: 'pass', cause: 'window-in-force', reason, remediation: null });
const notApplicable = ({ cause, reason }: Obstacle): Verdict => ({
  status: 'not-applicable',
  cause,
  reason,
  remediation: null,
});
export const unknown = ({ cause, reason }: Obstacle): Verdict => ({
  status: 'unknown',
  cause,
  reason,
  remediation: null,
});

export const isServerlessV2 = (cluster: DBCluster): boolean => cluster.ServerlessV2ScalingConfiguration !== undefined;

const serverlessNote = (cluster: DBCluster): string =>
  isServerlessV2(cluster) ? ' Serverless v2 is taken to support Backtrack: AWS does not list it as unsupported.' : '';
