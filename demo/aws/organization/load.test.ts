import { describe, expect, it } from 'vitest';
import { SMALL_ORG } from '../test-kit.ts';
import { checkOrganization, loadOrganization, OrganizationError, parseOrganization } from './load.ts';

const HUB = `hub: { accountId: "999999999999", accessKeyId: AKIAIOSFODNN7EXAMPLE, secretAccessKey: hub-secret-hub-secret }
`;

function faultsOf(accounts: string): string[] {
  try {
    parseOrganization(`${HUB}accounts:\n${accounts}`, 'org.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(OrganizationError);
    return (error as Error).message.split('\n');
  }
  throw new Error('expected the organization to be refused');
}

const inRegion = (text: string): string => `  - id: "111111111111"\n    regions:\n      us-east-1:\n${text}`;

describe('the organization file', () => {
  it('reads the small organization', () => {
    const org = loadOrganization(SMALL_ORG);
    expect(org.accounts.map(({ id }) => id)).toHaveLength(6);
    expect(org.accounts[1]?.roles).toBeUndefined();
    expect(org.accounts[0]?.regions['us-east-1']?.clusters[0]).toMatchObject({ name: 'ledger', retentionDays: 7 });
  });

  it('is enough with a hub alone', () => {
    expect(parseOrganization(HUB).accounts).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    ['an id that YAML took for a number', '  - id: 111111111111\n', /^org.yaml:3: accounts.0.id: .*string/],
    ['an id of 11 digits', '  - id: "11111111111"\n', /^org.yaml:3: accounts.0.id: an account id has 12 digits/],
    ['an unknown key', '  - id: "111111111111"\n    region: {}\n', /^org.yaml:3: accounts.0: .*"region"/],
    ['an account twice', '  - id: "111111111111"\n  - id: "111111111111"\n', /^org.yaml:4: .*comes twice/],
    ['a Region that is none', '  - id: "111111111111"\n    regions: { mars: {} }\n', /regions/],
    ['a Region not enabled', '  - id: "111111111111"\n    regions: { ap-east-1: {} }\n', /ap-east-1 is not enabled/],
    ['a fault that is none', '  - { id: "111111111111", faults: [{ effect: explode }] }\n', /faults.0.effect/],
    ['upper case', inRegion('        clusters: [{ name: Ledger }]\n'), /^org.yaml:6: .*not a valid identifier/],
    ['a name twice', inRegion('        instances: [{ name: a }, { name: a }]\n'), /^org.yaml:6: .*a comes twice/],
    [
      'a member twice',
      inRegion('        clusters: [{ name: a }]\n        instances: [{ name: a-1 }]\n'),
      /^org.yaml:7: .*member/,
    ],
    ['a time that is none', inRegion('        clusters: [{ name: a, created: soon }]\n'), /ISO 8601.*36h ago/],
    [
      'raw misspelt',
      inRegion('        clusters: [{ name: a, raw: { Engine: x, Enginemode: y } }]\n'),
      /raw.Enginemode is not/,
    ],
    [
      'raw of the wrong type',
      inRegion('        clusters: [{ name: a, raw: { Port: x } }]\n'),
      /raw.Port must be a number/,
    ],
    [
      'points of no number',
      inRegion('        clusters: [{ name: a, awsBackup: { points: many } }]\n'),
      /awsBackup.points/,
    ],
    [
      'a parameter that its family does not have',
      inRegion('        parameterGroups: [{ name: a, set: { binlog_fromat: ROW } }]\n'),
      /set.binlog_fromat: aurora-mysql8.0 has no parameter binlog_fromat/,
    ],
    ['an event without words', inRegion('        events: [{ when: 1h ago, source: a }]\n'), /needs an id/],
    ['a job of nothing', inRegion('        jobs: [{ of: a, created: 1h ago }]\n'), /jobs.0.of: a is no cluster/],
    ['an opt-in to nothing', inRegion('        optIn: { Auroa: true }\n'), /optIn/],
    [
      'a plan twice',
      inRegion('        plans:\n          - { name: a }\n          - { name: a }\n'),
      /^org.yaml:8: .*a comes twice/,
    ],
    [
      'a backup of a plan that is not there',
      inRegion('        clusters: [{ name: a, awsBackup: { plan: x } }]\n'),
      /no plan x/,
    ],
    [
      'a public snapshot of an encrypted database',
      inRegion('        clusters: [{ name: a }]\n        clusterSnapshots: [{ name: s, of: a, sharedWith: [all] }]\n'),
      /encrypted: false/,
    ],
    ['broken YAML', '  - [\n', /^org.yaml:\d+: /],
  ])('refuses %s, with its line', (_case, text, expected) => {
    expect(faultsOf(text).join('\n')).toMatch(expected);
  });

  it('lists every fault at once', () => {
    const faults = faultsOf('  - id: "1"\n    latencyMs: -1\n  - id: "2"\n');
    expect(faults.map((fault) => fault.split(':')[1])).toEqual(['3', '4', '5']);
  });

  it('takes raw timestamps as Dates or ISO 8601', () => {
    const hub = {
      accountId: '999999999999',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'hub-secret-hub-secret',
    };
    const time = new Date('2026-01-02T03:04:05Z');
    const clusters = [time, '2026-01-02T03:04:05Z'].map((value, index) => ({
      name: `c${index}`,
      raw: { ClusterCreateTime: value },
    }));
    const org = checkOrganization({ hub, accounts: [{ id: '111111111111', regions: { 'us-east-1': { clusters } } }] });
    for (const { raw } of org.accounts[0]?.regions['us-east-1']?.clusters ?? [])
      expect(raw.ClusterCreateTime).toEqual(time);
  });
});
