import { describe, expect, it } from 'vitest';
import { finding } from '../../test/helpers/findings.ts';
import type { Finding } from './finding.ts';
import { type ListQuery, listPage } from './listing.ts';
import { everything } from './scope.ts';

async function* each(findings: readonly Finding[]): AsyncGenerator<Finding> {
  yield* findings;
}
const accounts = new Set(['111111111111']);
const muted = { muteId: 'm', until: '2026-12-01T00:00:00.000Z', reason: 'r', by: 'U1' };
const all = [
  finding({ name: 'b' }),
  finding({ name: 'a' }),
  finding({ name: 'c', severity: 'high' }),
  finding({ name: 'muted', muted }),
  finding({ name: 'muted-unknown', status: 'unknown', muted }),
  finding({ name: 'exempt', exempt: { reason: 'dev' } }),
  finding({ name: 'exempt-and-muted', exempt: { reason: 'dev' }, muted }),
  finding({ name: 'ok', status: 'pass' }),
];
const names = new Map(all.map(({ id, resource }) => [id, resource.id]));
const idOf = (name: string): string => all.find(({ resource }) => resource.id === name)?.id ?? '';
const since = new Map([
  [idOf('a'), '2026-11-20T00:00:00.000Z'],
  [idOf('b'), '2026-11-03T00:00:00.000Z'],
  [idOf('c'), '2026-11-10T00:00:00.000Z'],
]);
const list = async (query: Partial<ListQuery>) => {
  const { ids, total } = await listPage(each(all), { scope: everything, status: 'fail', ...query }, accounts, 0, since);
  expect(ids).toHaveLength(total);
  return ids.map((id) => names.get(id));
};

describe('a listing', () => {
  it('holds what somebody has to look at, the worst first', async () => {
    expect(await list({})).toEqual(['c', 'a', 'b']);
  });

  it('holds apart what policy and what people have set aside', async () => {
    expect(await list({ status: 'muted' })).toEqual(['muted', 'muted-unknown']);
    expect(await list({ status: 'exempt' })).toEqual(['exempt', 'exempt-and-muted']);
    expect(await list({ status: 'unknown' })).toEqual([]);
    expect(await list({ status: 'all' })).toHaveLength(all.length);
  });

  it('begins with what has failed longest, when asked to', async () => {
    expect(await list({ sort: 'age' })).toEqual(['b', 'c', 'a']);
    expect((await list({ sort: 'age', status: 'all' })).slice(0, 3)).toEqual(['b', 'c', 'a']);
  });

  it('leaves out what began to fail before', async () => {
    expect(await list({ since: '2026-11-10T00:00:00.000Z' })).toEqual(['c', 'a']);
    expect(await list({ since: '2026-11-10T00:00:00.000Z', sort: 'age' })).toEqual(['c', 'a']);
    expect(await list({ since: '2026-11-21T00:00:00.000Z', status: 'all' })).toEqual([]);
  });
});
