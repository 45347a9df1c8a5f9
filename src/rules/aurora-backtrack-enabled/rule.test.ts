import type { DBCluster } from '@aws-sdk/client-rds';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../domain/policy.ts';
import { knownRegions } from '../../domain/regions.ts';
import { hasBacktrack } from './regions.ts';
import { duration, judge } from './verdict.ts';

const now = new Date('2026-11-21T09:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const verdict = (cluster: DBCluster, region = 'eu-west-1', policy = defaultPolicy) =>
  judge({ Engine: 'aurora-mysql', EngineMode: 'provisioned', ...cluster }, region, policy, now);

describe('judge', () => {
  it.each<[string, DBCluster, string, string]>([
    ['72 hours', { BacktrackWindow: 259_200, EarliestBacktrackTime: ago(72) }, 'pass', 'Can be rewound up to 72 h.'],
    [
      'exactly the minimum',
      { BacktrackWindow: 86_400, EarliestBacktrackTime: ago(24) },
      'pass',
      'Can be rewound up to 24 h.',
    ],
    [
      'young',
      { BacktrackWindow: 86_400, EarliestBacktrackTime: ago(3) },
      'pass',
      'Can be rewound up to 24 h, filling.',
    ],
    ['without an earliest time yet', { BacktrackWindow: 86_400 }, 'pass', 'Can be rewound up to 24 h.'],
    [
      'one second short',
      { BacktrackWindow: 86_399 },
      'fail',
      'Can be rewound 86,399 s only; the policy asks for 24 h.',
    ],
    [
      '72 seconds, meant as hours',
      { BacktrackWindow: 72 },
      'fail',
      'Can be rewound 72 s only; the policy asks for 24 h.',
    ],
    ['one second', { BacktrackWindow: 1 }, 'fail', 'Can be rewound 1 s only; the policy asks for 24 h.'],
    ['90 minutes', { BacktrackWindow: 5_400 }, 'fail', 'Can be rewound 90 min only; the policy asks for 24 h.'],
    [
      'created without',
      {},
      'fail',
      'Cannot be rewound: created without Backtrack, and AWS does not let it be switched on in place.',
    ],
    [
      'switched off',
      { BacktrackWindow: 0 },
      'fail',
      'Cannot be rewound: its Backtrack window is 0, and AWS does not let it be switched on in place.',
    ],
    [
      'Serverless v2',
      { ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 } },
      'fail',
      'Cannot be rewound: created without Backtrack, and AWS does not let it be switched on in place. Serverless v2 is taken to support Backtrack: AWS does not list it as unsupported.',
    ],
  ])('a cluster with a window of %s', (_, cluster, status, reason) => {
    expect(verdict(cluster)).toMatchObject({ status, reason });
  });

  it.each<[string, DBCluster, string, RegExp]>([
    [
      'Serverless v1',
      { EngineMode: 'serverless' },
      'serverless-v1',
      /Serverless v1 has no Backtrack.*makes it possible/,
    ],
    ['a global database', { GlobalClusterIdentifier: 'world' }, 'global-database', /global database world/],
    ['an old global cluster', { EngineMode: 'global' }, 'global-database', /global database unnamed/],
    ['multi-master', { EngineMode: 'multimaster' }, 'multi-master', /single-writer/],
    ['Aurora MySQL 1', { Engine: 'aurora' }, 'aurora-v1', /end of life/],
    [
      'a replica',
      { ReplicationSourceIdentifier: 'arn:aws:rds:us-east-1:1:cluster:src' },
      'replica',
      /after the replica is promoted/,
    ],
    [
      'a replication source',
      { ReadReplicaIdentifiers: ['arn:aws:rds:us-east-1:1:cluster:copy'] },
      'replication-source',
      /would without them/,
    ],
  ])('%s without a window cannot have one, and is told why', (_, cluster, cause, reason) => {
    expect(verdict(cluster)).toMatchObject({
      status: 'not-applicable',
      cause,
      reason: expect.stringMatching(reason),
      remediation: null,
    });
  });

  it.each(['', undefined])('a %j identifier is none', (empty) => {
    expect(
      verdict({ GlobalClusterIdentifier: empty, ReplicationSourceIdentifier: empty, ReadReplicaIdentifiers: [] })
        .status,
    ).toBe('fail');
  });

  it('judges a window in force by its size wherever it is', () => {
    expect(verdict({ BacktrackWindow: 259_200, EngineMode: 'serverless' }, 'eu-north-1').status).toBe('pass');
    expect(verdict({ BacktrackWindow: 60, GlobalClusterIdentifier: 'world' }, 'eu-north-1').status).toBe('fail');
  });

  it('knows Regions without Backtrack and lets the policy correct the table', () => {
    expect(verdict({}, 'eu-north-1')).toMatchObject({ status: 'not-applicable', cause: 'region-without-backtrack' });
    expect(verdict({}, 'eu-north-1', { ...defaultPolicy, backtrackRegions: ['+eu-north-1'] }).status).toBe('fail');
    expect(verdict({}, 'eu-west-1', { ...defaultPolicy, backtrackRegions: ['-eu-west-1'] }).status).toBe(
      'not-applicable',
    );
    expect(hasBacktrack('eu-west-1', ['-eu-west-1', '+eu-west-1'])).toBe(true);
  });

  it('offers to raise a window in force, to rebuild without one, and nothing otherwise', () => {
    expect(verdict({ BacktrackWindow: 60 }).remediation?.recommended).toBe('raise-window');
    expect(verdict({}).remediation).toEqual({
      strategies: ['snapshot-restore', 'pitr-full-copy', 'clone'],
      recommended: 'snapshot-restore',
    });
    expect(verdict({ BacktrackWindow: 259_200 }).remediation).toBeNull();
  });

  it('passes exactly the windows that reach the minimum', () => {
    const window = fc.option(fc.integer({ min: 0, max: 259_200 }), { nil: undefined });
    fc.assert(
      fc.property(
        window,
        fc.constantFrom(...knownRegions),
        fc.integer({ min: 1, max: 72 }),
        (BacktrackWindow, region, minBacktrackWindowHours) => {
          const { status } = verdict({ BacktrackWindow }, region, { ...defaultPolicy, minBacktrackWindowHours });
          expect(status === 'pass').toBe((BacktrackWindow ?? 0) >= minBacktrackWindowHours * 3600);
          if (status === 'not-applicable') expect(BacktrackWindow ?? 0).toBe(0);
        },
      ),
    );
  });
});

describe('duration', () => {
  it.each([
    [3600, '1 h'],
    [259_200, '72 h'],
    [90, '90 s'],
    [120, '2 min'],
    [1, '1 s'],
  ])('%i seconds are %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});
