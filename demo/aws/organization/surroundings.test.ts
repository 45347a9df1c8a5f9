import { describe, expect, it } from 'vitest';
import { OrganizationError, parseOrganization } from './load.ts';
import { momentFrom } from './surroundings/moment.ts';

const faultsOf = (region: string): string => {
  const lines = region
    .trim()
    .split('\n')
    .map((line) => `        ${line}`)
    .join('\n');
  const text = `hub: { accountId: "999999999999", accessKeyId: AKIAIOSFODNN7EXAMPLE, secretAccessKey: hub-secret-hub-secret }
accounts:
  - id: "111111111111"
    regions:
      us-east-1:
        clusters: [{ name: orders }]
${lines}`;
  try {
    parseOrganization(text);
  } catch (error) {
    if (error instanceof OrganizationError) return error.message;
    throw error;
  }
  return '';
};

describe('what stands around databases', () => {
  it.each<[string, RegExp]>([
    ['proxies: [{ name: p, of: gone }]', /7: .*proxies\.0\.of: gone is no cluster of this Region/],
    ['customEndpoints: [{ name: e, of: gone }]', /customEndpoints\.0\.of: gone is no cluster/],
    ['secrets: [{ name: s, of: gone }]', /secrets\.0\.of: gone is no cluster/],
    ['dmsEndpoints: [{ name: e, of: gone }]', /dmsEndpoints\.0\.of: gone is no cluster/],
    [
      'dmsEndpoints: [{ name: e }]\ndmsTasks: [{ name: t, source: e, target: f }]',
      /8: .*dmsTasks\.0\.target: no DMS endpoint f here/,
    ],
    ['maintenance: [{ of: orders-2 }]', /maintenance\.0\.of: orders-2 is no cluster or instance/],
    [
      'maintenance: [{ of: orders, applied: soon }]',
      /applied: use a date or time, an age such as "36h ago", or "in 3h"/,
    ],
    ['alarms: [{ name: a }, { name: a }]', /alarms\.1\.name: a comes twice/],
    ['eventSubscriptions: [{ name: pager, type: db-thing }]', /not a source type of RDS events/],
    ['alarms: [{ name: a, raw: { Colour: red } }]', /Colour/],
    ['keys: [{ arn: key }]', /keys\.0\.arn/],
    ['proxies: [{ name: p, colour: red }]', /colour/],
  ])('is checked with its line: %s', (region, fault) => {
    expect(faultsOf(region)).toMatch(fault);
  });

  it('may be described as AWS has it', () => {
    expect(
      faultsOf('maintenance: [{ of: orders-1 }]\nscaling: [{ of: elsewhere }]\nsecrets: [{ name: a/b, of: orders }]'),
    ).toBe('');
  });
});

describe('a moment', () => {
  it.each([
    ['in 90m', '2026-11-02T13:30:00.000Z'],
    ['in 2d', '2026-11-04T12:00:00.000Z'],
    ['3h ago', '2026-11-02T09:00:00.000Z'],
    ['2026-12-24', '2026-12-24T00:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(momentFrom(text, new Date('2026-11-02T12:00:00Z')).toISOString()).toBe(expected);
  });
});
