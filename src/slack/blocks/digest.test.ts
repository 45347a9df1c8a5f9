import { describe, expect, it } from 'vitest';
import { accountWith, drawing } from '../../../test/helpers/approval-screens.ts';
import {
  accounts,
  compose,
  createStory,
  failedAt,
  payments,
  planned,
  readDigest,
  scannedAt,
  shop,
  today,
  unplanned,
} from '../../../test/helpers/digest-story.ts';
import { finding } from '../../../test/helpers/findings.ts';

const context = await drawing({ accounts });
const { metas } = context;
const bob = { kind: 'remediation', approvalId: 'k7f3m2qa', approvedBy: ['U02BOB00001'] } as const;

describe('a digest', () => {
  it('prints', () => {
    const story = createStory();
    const reports = finding({ name: 'reports', target: shop });
    for (const each of [
      reports,
      finding({ name: 'search', target: shop }),
      unplanned('ledger'),
      planned('orders', { target: shop }),
    ])
      story.see(each);
    const from = story.log.length;
    story.on('2026-11-20T16:20:00.000Z');
    story.see(unplanned('orders', { target: shop }));
    story.see(finding({ name: 'cart-2', target: shop }));
    story.see(planned('ledger'), bob);
    const series = Array.from({ length: 30 }, (_, i) => ({
      day: `2026-11-${String(i + 1).padStart(2, '0')}`,
      open: 10 - (i % 4),
      opened: i % 3,
      fixed: i % 2,
    }));
    const c = compose(
      story,
      metas,
      {
        series,
        mutes: [],
        targets: [scannedAt(payments), failedAt(shop, '2026-11-19T08:00:00Z')],
        copies: [
          {
            arn: 'arn:aws:rds:us-east-1:222222222222:cluster:x',
            kind: 'AWS::RDS::DBCluster',
            createdAt: '2026-11-15T08:00:00Z',
            hourlyCost: { usd: 1.1, basis: 'x' },
            remediationId: 'r',
          },
          {
            arn: 'arn:aws:rds:us-east-1:222222222222:cluster:y',
            kind: 'AWS::RDS::DBCluster',
            createdAt: '2026-11-17T08:00:00Z',
            hourlyCost: { usd: 1.1, basis: 'x' },
            remediationId: 'r',
          },
        ],
      },
      from,
    );
    console.log(readDigest(c, context));
    console.log('-----');
    console.log(readDigest(compose(story, metas, {}, story.log.length), context));
    const big = createStory();
    for (let n = 0; n < 10_000; n += 1) big.see(planned(`db-${n}`, { target: n % 2 ? shop : payments }));
    const f2 = big.log.length;
    for (let n = 0; n < 10_000; n += 1) big.see(unplanned(`db-${n}`, { target: n % 2 ? shop : payments }));
    for (let n = 0; n < 200; n += 1) big.see(finding({ name: `c-${n}`, cause: `cause-${n % 30}`, target: shop }));
    const started = performance.now();
    const bigC = compose(big, metas, {}, f2);
    console.log('ms', performance.now() - started, bigC.told.length);
    console.log(readDigest(bigC, context));
    expect(today).toBeDefined();
    expect(accountWith()).toBeDefined();
  });
});
