import { describe, expect, it } from 'vitest';
import { AwsCallError, type AwsFailureKind, PermanentError, PlaceUnavailable, TryAgainIn } from './errors.ts';
import { reactTo } from './retry-policy.ts';

const aws = (kind: AwsFailureKind) =>
  new AwsCallError({ kind, action: 'rds:DescribeDBClusters', code: 'X', detail: '' });

describe('reactTo', () => {
  it.each([
    ['throttled', aws('throttled'), { do: 'retry' }],
    ['server', aws('server'), { do: 'retry' }],
    ['network', aws('network'), { do: 'retry' }],
    ['denied', aws('denied'), { do: 'give-up' }],
    ['unparseable', aws('unparseable'), { do: 'give-up' }],
    ['permanent', new PermanentError('no'), { do: 'give-up' }],
    ['Slack will not have it', new PlaceUnavailable('is_archived', 'no'), { do: 'give-up' }],
    ['not now', new TryAgainIn(300, 'busy'), { do: 'wait', delayMs: 300 }],
    ['anything else', new Error('?'), { do: 'retry' }],
    ['not even an error', 'oops', { do: 'retry' }],
  ])('%s', (_, error, reaction) => {
    expect(reactTo(error, 1_000)).toEqual(reaction);
  });

  it('loses patience with a job that only waits', () => {
    expect(reactTo(new TryAgainIn(300, 'busy'), 3_600_001)).toEqual({ do: 'give-up' });
  });
});
