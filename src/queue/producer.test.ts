import { describe, expect, it } from 'vitest';
import { catalog } from '../jobs/catalog.ts';
import { auditFlow } from './producer.ts';

const targets = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    accountId: String(n).padStart(12, '0'),
    accountName: `a${n}`,
    region: 'eu-west-1',
  }));

type Flow = ReturnType<typeof auditFlow>;
const walk = (flow: Flow): Flow[] => [flow, ...(flow.children ?? []).flatMap(walk)];

describe('auditFlow', () => {
  it.each([0, 1, 500, 501, 2_000])('has one scan for each of %i targets, and never more than 500 children', (count) => {
    const jobs = walk(auditFlow('k7f3m2qa', targets(count)));
    expect(jobs.filter(({ name }) => name === 'scan-target')).toHaveLength(count);
    expect(jobs[0]?.name).toBe('publish-report');
    for (const { children } of jobs) expect(children?.length ?? 0).toBeLessThanOrEqual(500);
  });

  it('gives every job an id of its own that BullMQ accepts', () => {
    const ids = walk(auditFlow('k7f3m2qa', targets(600))).map(({ opts }) => opts?.jobId ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^(?!\d+$)[^:]+$/);
  });

  it('lets no failed scan hold up the report, and carries payloads of the catalog', () => {
    for (const { name, data, opts } of walk(auditFlow('k7f3m2qa', targets(3)))) {
      expect(catalog[name as keyof typeof catalog].payload.safeParse(data).success).toBe(true);
      if (name === 'scan-target') expect(opts).toMatchObject({ ignoreDependencyOnFailure: true, attempts: 4 });
    }
  });
});
