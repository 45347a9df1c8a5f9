import { describe, expect, it } from 'vitest';
import {
  ApplyingPaused,
  AwsCallError,
  type AwsFailureKind,
  LeaseLost,
  PeopleUnavailable,
  PermanentError,
  PlaceUnavailable,
  TryAgainIn,
} from './errors.ts';
import { reactInRun, reactTo } from './retry-policy.ts';

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
    ['another worker goes on', new LeaseLost('no'), { do: 'give-up' }],
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

describe('reactInRun', () => {
  it.each([
    ['another worker goes on', new LeaseLost('no'), 'stand-down'],
    ['paused', new ApplyingPaused('no'), 'pause'],
    ['not now', new TryAgainIn(300, 'busy'), 'look-again'],
    ['Slack does not answer', new PeopleUnavailable('no'), 'look-again'],
    ['throttled', aws('throttled'), 'look-again'],
    ['server', aws('server'), 'look-again'],
    ['network', aws('network'), 'look-again'],
    ['an answer that says nothing', aws('unparseable'), 'look-again'],
    ['credentials that ran out', aws('credentials'), 'look-again'],
    ['denied', aws('denied'), 'fail'],
    ['refused', aws('refused'), 'fail'],
    ['no way in', aws('role'), 'fail'],
    ['said in words', new PermanentError('no'), 'fail'],
    ['anything else', new Error('?'), 'fail'],
  ])('%s', (_, error, reaction) => {
    expect(reactInRun(error)).toBe(reaction);
  });
});
