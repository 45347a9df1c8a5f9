import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadEstate, parseEstate } from './accounts-file.ts';
import { exampleExternalId } from './domain/accounts-schema.ts';
import { ConfigurationError } from './domain/errors.ts';

const rules = ['aurora-backtrack-enabled', 'rds-aws-backup-in-use'];

function faultsOf(text: string): readonly string[] {
  try {
    parseEstate(text, 'accounts.yaml', rules);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

const withAccount = (entry: string): string => `defaults: { regions: [us-east-1] }\naccounts:\n  - ${entry}\n`;

describe('loadEstate', () => {
  it('says what to do when the file is missing', () => {
    expect(() => loadEstate('/nowhere/accounts.yaml', rules)).toThrow(
      '/nowhere/accounts.yaml: no such file. Copy accounts.example.yaml there, or set AURORA_ACCOUNTS_FILE.',
    );
  });
});

describe('parseEstate', () => {
  it('applies the defaults of the file and of the product, account by account', () => {
    const estate = parseEstate(
      `
defaults:
  regions: [us-east-1, eu-west-1]
  auditRole: aurora-keeper-audit
  policy: { minBacktrackWindowHours: 48 }
  approvers: { users: [U012AB3CD], minApprovals: { additive: 2 } }
accounts:
  - { id: "111111111111", name: prod }
  - { id: "222222222222", regions: [eu-west-1], policy: { targetBacktrackWindowHours: 60 }, approvers: { minApprovals: { disruptive: 3 } } }
`,
      'accounts.yaml',
      rules,
    );
    const [prod, other] = estate.accounts;
    expect(prod).toMatchObject({
      name: 'prod',
      regions: ['us-east-1', 'eu-west-1'],
      capabilities: ['audit'],
      packs: ['recoverability'],
    });
    expect(prod?.policy).toMatchObject({ minBacktrackWindowHours: 48, targetBacktrackWindowHours: 72 });
    expect(other).toMatchObject({ name: '222222222222', regions: ['eu-west-1'], auditRole: 'aurora-keeper-audit' });
    expect(other?.policy).toMatchObject({ minBacktrackWindowHours: 48, targetBacktrackWindowHours: 60 });
    expect(other?.approvers).toEqual({
      users: ['U012AB3CD'],
      groups: [],
      minApprovals: { additive: 2, 'live-change': 1, disruptive: 3, destructive: 2 },
    });
  });

  it('gives the same hash for the same meaning and another one for another', () => {
    const hash = (text: string) => parseEstate(text, 'accounts.yaml', rules).hash;
    const first = hash('accounts: [{ id: "111111111111", name: a, regions: [us-east-1] }]');
    expect(hash('# words\naccounts:\n  - { regions: [us-east-1], name: a, id: "111111111111" }')).toBe(first);
    expect(hash('accounts: [{ id: "111111111111", name: b, regions: [us-east-1] }]')).not.toBe(first);
  });

  it.each([
    ['empty', '', ['accounts.yaml: the file is empty. accounts.example.yaml shows what belongs in it.']],
    [
      'only a comment',
      '# nothing',
      ['accounts.yaml: the file is empty. accounts.example.yaml shows what belongs in it.'],
    ],
    ['no accounts', 'accounts: []', ['accounts.yaml:1:11 accounts: name at least one account']],
    [
      'an id of 11 digits',
      withAccount('{ id: "11111111111" }'),
      ['accounts.yaml:3:11 accounts[0].id: an AWS account id has 12 digits, this has 11 characters'],
    ],
    [
      'an id without quotes',
      withAccount('{ id: 111111111111 }'),
      ['accounts.yaml:3:11 accounts[0].id: write the account id in quotes, or its leading zeros are lost'],
    ],
    [
      'an unknown key',
      withAccount('{ id: "111111111111", polici: {} }'),
      ['accounts.yaml:3:27 accounts[0].polici: unknown key. Did you mean `policy`?'],
    ],
    [
      'an unknown Region',
      withAccount('{ id: "111111111111", regions: [us-esat-1] }'),
      ['accounts.yaml:3:37 accounts[0].regions[0]: unknown Region "us-esat-1". Did you mean `us-east-1`?'],
    ],
    [
      'no Region anywhere',
      'accounts: [{ id: "111111111111" }]',
      ['accounts.yaml:1:12 accounts[0]: name its regions, here or under defaults'],
    ],
    [
      'an ARN for a role',
      withAccount('{ id: "111111111111", auditRole: "arn:aws:iam::111111111111:role/x" }'),
      ['accounts.yaml:3:38 accounts[0].auditRole: write a role name (or path/name), not an ARN'],
    ],
    [
      'no audit among the capabilities',
      withAccount('{ id: "111111111111", capabilities: [backup] }'),
      ['accounts.yaml:3:41 accounts[0].capabilities: the capability "audit" is always needed'],
    ],
    [
      'a change window in words',
      withAccount('{ id: "111111111111", policy: { changeWindow: sunday } }'),
      [
        'accounts.yaml:3:51 accounts[0].policy.changeWindow: write it like "Sun 02:00-05:00 UTC": weekday, from-to, IANA time zone',
      ],
    ],
    [
      'a change window on Mars',
      withAccount('{ id: "111111111111", policy: { changeWindow: "Sun 02:00-05:00 Mars/Olympus" } }'),
      [
        'accounts.yaml:3:51 accounts[0].policy.changeWindow: write it like "Sun 02:00-05:00 UTC": weekday, from-to, IANA time zone',
      ],
    ],
    [
      'a freeze that is no interval',
      withAccount('{ id: "111111111111", policy: { freezeWindows: [Christmas] } }'),
      [
        'accounts.yaml:3:53 accounts[0].policy.freezeWindows[0]: write an ISO 8601 interval, like 2026-12-20/2027-01-05',
      ],
    ],
    [
      'the external id of the example',
      withAccount(`{ id: "111111111111", externalId: ${exampleExternalId} }`),
      [
        'accounts.yaml:3:39 accounts[0].externalId: this is the id of the example file: make your own, for instance with uuidgen',
      ],
    ],
    [
      'organization discovery',
      `organization: { enabled: true }\n${withAccount('{ id: "111111111111" }')}`,
      [
        'accounts.yaml:1:26 organization.enabled: this version does not discover accounts yet: list them under accounts',
      ],
    ],
  ])('names the place and the remedy: %s', (_, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it('lists broken YAML with its line', () => {
    expect(faultsOf('accounts:\n  - id: "1\n')).toEqual([expect.stringMatching(/^accounts\.yaml:\d+:\d+ /)]);
    expect(faultsOf('accounts:\n  - id: "111111111111"\n    id: "222222222222"\n')).toEqual([
      'accounts.yaml:3:5 Map keys must be unique',
    ]);
  });

  it('lists every fault at once, in the order of the file, those between accounts included', () => {
    const faults = faultsOf(`
accounts:
  - { id: "111111111111", name: prod, regions: [us-esat-1] }
  - { id: "111111111111", name: prod, regions: [us-east-1] }
  - { id: "333333333333" }
defaults:
  policy: { minBacktrackWindowHours: 72, targetBacktrackWindowHours: 24 }
  exemptions: [{ rule: aurora-backtrack, reason: x }]
`);
    expect(faults.map((fault) => fault.replace(/^accounts\.yaml:(\d+):\d+ /, '$1 '))).toEqual([
      '3 accounts[0].regions[0]: unknown Region "us-esat-1". Did you mean `us-east-1`?',
      '4 accounts[1].id: id 111111111111 is already taken by accounts[0]',
      '4 accounts[1].name: name prod is already taken by accounts[0]',
      '5 accounts[2]: name its regions, here or under defaults',
      '7 defaults.policy: targetBacktrackWindowHours (24) is below minBacktrackWindowHours (72)',
      expect.stringContaining('8 defaults.exemptions[0].owner'),
    ]);
  });

  it('knows the rules that exemptions and routes name', () => {
    const text = (rule: string) =>
      `${withAccount('{ id: "111111111111" }').replace('defaults: {', `defaults: { exemptions: [{ rule: ${rule}, reason: dev, owner: me }],`)}`;
    expect(faultsOf(text('aurora-backtrack-enabled'))).toEqual([]);
    expect(faultsOf(text('aurora-backtrack-enable'))).toEqual([
      'accounts.yaml:1:34 defaults.exemptions[0].rule: unknown rule "aurora-backtrack-enable". Did you mean `aurora-backtrack-enabled`?',
    ]);
  });
});

describe('accounts.example.yaml', () => {
  const example = readFileSync(new URL('../accounts.example.yaml', import.meta.url), 'utf8');

  it('is refused only for its placeholder', () => {
    expect(faultsOf(example)).toEqual([expect.stringContaining('this is the id of the example file')]);
  });

  it('is accepted with an id of its own', () => {
    expect(faultsOf(example.replace(exampleExternalId, 'c0ffee-42'))).toEqual([]);
  });
});
