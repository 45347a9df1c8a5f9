import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptCopies } from './made.ts';
import { keeperTags, mayDelete } from './tags.ts';

describe('mayDelete', () => {
  it('is so only of what this very remediation made', () => {
    expect(mayDelete(keeperTags('k7f3m2qa', ['f1'], 'snapshot'), 'k7f3m2qa')).toBe(true);
    expect(mayDelete(keeperTags('k7f3m2qa', ['f1']), 'another1')).toBe(false);
    expect(mayDelete({ 'managed-by': 'aurora-keeper' }, '')).toBe(false);
    expect(mayDelete({ ...keeperTags('k7f3m2qa', []), 'managed-by': 'terraform' }, 'k7f3m2qa')).toBe(false);
    expect(mayDelete({}, 'k7f3m2qa')).toBe(false);
  });

  it('is never so of tags that somebody else might set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), (tags, id) => {
        const ours = tags['managed-by'] === 'aurora-keeper' && tags['aurora-keeper:remediation'] === id && id !== '';
        expect(mayDelete(tags, id)).toBe(ours);
      }),
    );
  });
});

describe('keeperTags', () => {
  it('fit into a tag value of 256 characters, the same whatever the order of the findings', () => {
    const ids = Array.from({ length: 40 }, (_, n) => n.toString(16).padStart(16, '0'));
    const tags = keeperTags('r', ids);
    expect(tags['aurora-keeper:finding']?.length).toBeLessThanOrEqual(256);
    expect(keeperTags('r', [...ids].reverse())).toEqual(tags);
  });
});

describe('keptCopies', () => {
  it('lists what runs say they made, each once, and nothing of other outputs', () => {
    const made = { arn: 'arn:x', kind: 'AWS::RDS::DBCluster', createdAt: '2026-11-21T09:00:00.000Z' };
    const step = (output: object) => ({ id: 's', state: 'done' as const, output: output as never });
    const runs = [
      { id: 'a', steps: [step({ made: [made] }), step({ windowSeconds: 3 }), { id: 'u', state: 'todo' as const }] },
      { id: 'b', steps: [step({ made: [{ ...made, removeAt: '2026-11-28T09:00:00.000Z' }] }), step({ made: 'no' })] },
    ];
    expect(keptCopies(runs)).toEqual([{ ...made, removeAt: '2026-11-28T09:00:00.000Z', remediationId: 'b' }]);
  });

  it('knows by its id what has got another name since', () => {
    const cluster = (name: string, hour: string) => ({
      arn: `arn:${name}`,
      id: 'cluster-OLD',
      kind: 'AWS::RDS::DBCluster',
      createdAt: `2026-11-21T${hour}:00:00.000Z`,
    });
    const run = (id: string, hour: string, output: object) => ({
      id,
      steps: [
        { id: 's', state: 'done' as const, finishedAt: `2026-11-21T${hour}:00:00.000Z`, output: output as never },
      ],
    });
    const aside = run('a', '10', { made: [cluster('orders-old', '10'), { ...cluster('other', '10'), id: 'x' }] });
    const back = run('b', '11', {
      removed: [{ arn: 'arn:orders', id: 'cluster-OLD', at: '2026-11-21T11:00:00.000Z' }],
    });
    expect(keptCopies([aside, back]).map(({ arn }) => arn)).toEqual(['arn:other']);
    const again = run('c', '12', { made: [cluster('orders-old', '12')] });
    expect(keptCopies([aside, back, again])).toHaveLength(2);
  });

  it('leaves out what was removed after it was made, and knows the newest mention by its time', () => {
    const at = (hour: string) => `2026-11-21T${hour}:00:00.000Z`;
    const made = (arn: string, hour: string, removeAt?: string) => ({
      arn,
      kind: 'AWS::RDS::DBCluster',
      createdAt: at(hour),
      ...(removeAt === undefined ? {} : { removeAt }),
    });
    const run = (id: string, finishedAt: string, output: object) => ({
      id,
      steps: [{ id: 's', state: 'done' as const, finishedAt, output: output as never }],
    });
    const runs = [
      run('kept', at('12'), { made: [made('arn:kept', '09', at('20'))] }),
      run('removes', at('11'), {
        removed: [
          { arn: 'arn:gone', at: at('11') },
          { arn: 'arn:again', at: at('11') },
        ],
      }),
      run('again', at('13'), { made: [made('arn:again', '13')] }),
      run('makes', at('10'), { made: [made('arn:kept', '09', at('15')), made('arn:gone', '09')] }),
    ];
    expect(keptCopies(runs).map(({ arn, removeAt, remediationId }) => [arn, removeAt, remediationId])).toEqual([
      ['arn:kept', at('20'), 'kept'],
      ['arn:again', undefined, 'again'],
    ]);
  });
});
