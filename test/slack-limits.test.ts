import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits as slackLimits } from '../demo/slack/block-kit/limits.ts';
import { ownEstate } from '../src/domain/accounts.ts';
import type { Audit } from '../src/domain/audit.ts';
import { type Finding, severities, statuses } from '../src/domain/finding.ts';
import { uneventful } from '../src/domain/life/compare.ts';
import type { Actor, TransitionKind } from '../src/domain/life/transition.ts';
import type { View } from '../src/domain/message.ts';
import { createTally } from '../src/domain/tally.ts';
import { readGuide } from '../src/rules/registry.ts';
import { accountsList } from '../src/slack/blocks/accounts.ts';
import { explainView } from '../src/slack/blocks/explain.ts';
import { findingDetails } from '../src/slack/blocks/finding-details.ts';
import { findingsList } from '../src/slack/blocks/findings-list.ts';
import { help } from '../src/slack/blocks/help.ts';
import { limits } from '../src/slack/blocks/limits.ts';
import { offerOfFinding } from '../src/slack/blocks/offers.ts';
import { render } from '../src/slack/blocks/render.ts';
import { chooseResource, story } from '../src/slack/blocks/story.ts';
import { accountWith, drawing } from './helpers/approval-screens.ts';
import { failed, finding, scanned, target } from './helpers/findings.ts';
import { expectMessage, expectModal, nasty } from './helpers/slack-takes.ts';

const context = await drawing({
  accounts: [accountWith(), accountWith({ id: '222222222222', name: '<shop> & *co*', capabilities: ['audit'] })],
});
const { metas } = context;

const day = '2026-11-03T09:00:00.000Z';
const transitionKinds: readonly TransitionKind[] = [
  'opened',
  'changed',
  'fixed',
  'gone',
  'unreadable',
  'muted',
  'accepted',
];
const someActor = fc.constantFrom<Actor>(
  { kind: 'audit', auditId: 'k7f3m2qa' },
  { kind: 'remediation', approvalId: 'k7f3m2qa', approvedBy: ['U01ALICE001', 'U02BOB00001'] },
  { kind: 'person', userId: 'U03CAROL001' },
  { kind: 'policy' },
);

const audit: Audit = {
  id: 'k7f3m2qa',
  scope: { accounts: [], regions: [], rules: [], tags: {} },
  requestedBy: { userId: 'U01ALICE001', channelId: 'C1' },
  requestedAt: '2026-11-21T09:00:00.000Z',
  startedAt: '2026-11-21T09:00:01.000Z',
  finishedAt: '2026-11-21T09:00:04.200Z',
  state: 'reported',
  estateHash: 'x',
  targets: [],
};

const someFinding: fc.Arbitrary<Finding> = fc
  .record({
    name: nasty,
    status: fc.constantFrom(...statuses),
    severity: fc.constantFrom(...severities),
    cause: fc.constantFrom(
      'created-without-backtrack',
      'window-below-policy',
      'could-not-read',
      'new-1',
      'new-2',
      'new-3',
      'new-4',
      'new-5',
      'new-6',
      'new-7',
      'new-8',
    ),
    reason: nasty,
    accountName: nasty,
    evidence: fc.dictionary(
      fc.string({ maxLength: 30 }),
      fc.oneof(nasty, fc.integer(), fc.boolean(), fc.constant(null), fc.array(nasty, { maxLength: 20 })),
      { maxKeys: 40 },
    ),
    muted: fc.option(
      fc.record({
        muteId: fc.constant('k7f3m2qa'),
        until: fc.constant(day),
        reason: nasty,
        by: fc.constant('U02BOB00001'),
      }),
      { nil: undefined },
    ),
    accepted: fc.option(fc.constant({ at: day, by: 'U01ALICE001', cause: 'created-without-backtrack' }), {
      nil: undefined,
    }),
    exempt: fc.option(fc.record({ reason: nasty, owner: fc.option(nasty, { nil: undefined }) }), { nil: undefined }),
    remediation: fc.constantFrom(
      null,
      { strategies: ['snapshot-restore'], recommended: 'snapshot-restore' },
      { strategies: ['raise-window'], recommended: 'raise-window' },
    ),
    managedBy: fc.option(nasty, { nil: undefined }),
    region: fc.constantFrom('eu-west-1', 'us-east-1'),
    accountId: fc.constantFrom('111111111111', '222222222222'),
  })
  .map(({ accountName, accountId, region, exempt, muted, accepted, managedBy, ...rest }) =>
    finding({
      ...rest,
      evidence: { ...rest.evidence, ...(managedBy === undefined ? {} : { managedBy }) },
      target: target({ accountName, accountId, region }),
      ...(exempt && { exempt }),
      ...(muted && { muted }),
      ...(accepted && { accepted }),
    }),
  );

/** An audit names each database once. */
const someFindings = (maxLength: number) => fc.uniqueArray(someFinding, { maxLength, selector: ({ id }) => id });

const reportOf = (findings: readonly Finding[], failures = 0): View => {
  const tally = createTally();
  tally.add(scanned(findings));
  for (let n = 0; n < failures; n += 1)
    tally.add(
      failed(
        target({ accountId: String(n).padStart(12, '0'), accountName: `account <${n}>` }),
        'AccessDenied',
        `role x cannot be assumed ${n} & more`.repeat(20),
      ),
    );
  return { kind: 'audit-report', audit, summary: tally.summary(), baseline: failures * 1_000 };
};

describe('our limits', () => {
  it('are nowhere wider than Slack’s', () => {
    expect(limits.messageBlocks).toBe(slackLimits.blocks.message);
    expect(limits.modalBlocks).toBe(slackLimits.blocks.modal);
    expect(limits.section).toBe(slackLimits.text);
    expect(limits.header).toBe(slackLimits.header);
    expect(limits.contextElements).toBe(slackLimits.contextElements);
    expect(limits.actionElements).toBe(slackLimits.actionsElements);
    expect(limits.buttonText).toBe(slackLimits.buttonText);
    expect(limits.buttonValue).toBe(slackLimits.buttonValue);
    expect(limits.optionText).toBe(slackLimits.optionText);
    expect(limits.optionValue).toBe(slackLimits.optionValue);
    expect(limits.overflowOptions).toBe(slackLimits.overflowOptions);
    expect(limits.modalTitle).toBe(slackLimits.viewTitle);
    expect(limits.checkboxes).toBe(slackLimits.choiceOptions);
    expect(limits.inputText).toBe(slackLimits.plainTextInput);
    expect(limits.inputLabel).toBe(slackLimits.inputLabel);
    expect(limits.confirmText).toBe(slackLimits.confirmText);
    expect(limits.privateMetadata).toBe(slackLimits.privateMetadata);
    expect(limits.viewBytes).toBeLessThan(slackLimits.viewBytes);
    expect(limits.messageText).toBeLessThanOrEqual(slackLimits.blocksText);
  });
});

describe('every message is one that Slack takes', () => {
  it('a report, whatever names and reasons hold', () => {
    fc.assert(
      fc.property(someFindings(60), fc.nat(30), (findings, failures) =>
        expectMessage(render(reportOf(findings, failures), context)),
      ),
      { numRuns: 150 },
    );
  });

  it('a report of ten thousand findings', () => {
    const findings = Array.from({ length: 10_000 }, (_, n) =>
      finding({ name: `db-${n}`, cause: `cause-${n % 200}`, reason: 'because of <this> & that '.repeat(20) }),
    );
    expectMessage(render(reportOf(findings, 500), context));
  });

  it('a page of findings', () => {
    fc.assert(
      fc.property(someFindings(10), fc.nat(500), (findings, page) => {
        expectMessage(
          render(
            { kind: 'audit-pages', auditId: 'k7f3m2qa', filter: 'all', page, pages: 501, total: 5_010, findings },
            context,
          ),
        );
        const list = {
          page,
          pages: 501,
          total: 5_010,
          findings,
          scope: 'all <accounts>',
          lives: findings.map((each) => ({ ...uneventful(each, day, day), openSince: day })),
          asked: {
            request: { accounts: [], regions: [], rules: [], tags: {} },
            status: 'fail' as const,
            since: '7d',
            sort: 'age' as const,
          },
          from: day,
          oldest: '2026-11-21T09:00:00Z',
          targets: 9,
          unscanned: 1,
        };
        expectMessage(findingsList(list, context));
      }),
      { numRuns: 150 },
    );
  });

  it('the story of a database, however much has happened to it', () => {
    const everyRule = fc.uniqueArray(
      fc.record({ finding: someFinding, ruleId: fc.constantFrom(...metas.map(({ id }) => id)) }),
      { minLength: 1, maxLength: 12, selector: (each) => each.finding.id },
    );
    const kinds = fc.array(fc.record({ kind: fc.constantFrom(...transitionKinds), by: someActor, note: nasty }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(everyRule, kinds, fc.boolean(), (findings, happened, isGone) => {
        const chapters = findings.map(({ finding: each, ruleId }) => {
          const life = {
            ...uneventful({ ...each, ruleId }, day, day),
            openSince: day,
            ...(isGone ? { goneAt: day } : {}),
          };
          return isGone ? { life } : { life, finding: { ...each, ruleId } };
        });
        const [first] = chapters;
        if (first === undefined) return;
        const { life } = first;
        const { exempt: _, ...subject } = life;
        const { resource, target: where } = subject;
        const timeline = happened.map((each, index) => ({
          ...subject,
          ...each,
          id: `${index}`,
          seq: index,
          at: day,
          to: life.verdict,
        }));
        const cards = new Map([['k7f3m2qa', 'https://acme.slack.com/archives/C1/p1']]);
        const shown = story({ resource, target: where, chapters, timeline, isCut: true }, context, {
          cards,
          watched: () => !isGone,
        });
        expectMessage(shown);
        expectMessage(
          chooseResource(
            resource.id,
            chapters.map((chapter) => chapter.life),
          ),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('a choice of many of one name', () => {
    const places = Array.from({ length: 50 }, (_, n) =>
      finding({ target: target({ accountId: String(n).padStart(12, '0') }) }),
    );
    const choice = chooseResource('orders', places);
    expectMessage(choice);
    expect(JSON.stringify(choice.blocks)).toContain('… and 30 more');
  });

  it('the progress of an audit, of any number of accounts', () => {
    const accounts = fc.array(fc.record({ name: nasty, done: fc.nat(17), total: fc.constant(17) }), { maxLength: 300 });
    fc.assert(
      fc.property(accounts, nasty, (some, note) =>
        expectMessage(
          render({ kind: 'audit-progress', audit, accounts: some, note: note.replaceAll(/[<&]/g, '') }, context),
        ),
      ),
      { numRuns: 100 },
    );
    const { targets: _, ...before } = audit;
    expectMessage(render({ kind: 'audit-progress', audit: before, accounts: [] }, context));
  });

  it('an audit that could not be carried out, help with any problem, and a list of accounts', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expectMessage(render({ kind: 'audit-problem', audit, problem: text || '-' }, context));
        expectMessage(help(text || '-'));
      }),
    );
    const accounts = Array.from({ length: 300 }, (_, n) => ({
      ...ownEstate(String(n).padStart(12, '0'), ['us-east-1', 'eu-west-1']).accounts[0],
      name: `<account> & ${n}`,
    })) as Parameters<typeof accountsList>[0];
    expectMessage(accountsList(accounts, [], 'careful <now>'));
  });
});

describe('every modal is one that Slack takes', () => {
  it('the details of a finding', () => {
    const meta = metas.find(({ id }) => id === 'aurora-backtrack-enabled');
    if (meta === undefined) throw new Error('no such rule');
    fc.assert(
      fc.property(someFinding, (each) =>
        expectModal(
          findingDetails(each, meta, {
            offer: offerOfFinding(each, context),
            channelId: 'C1',
            life: uneventful(each, day, day),
            history: [],
          }),
        ),
      ),
      { numRuns: 200 },
    );
  });

  it.each(metas)('the page of $id', (meta) => {
    expectModal(explainView(meta, readGuide(meta.id)));
  });

  it('any page in Markdown, however long', () => {
    const [meta] = metas;
    if (meta === undefined) throw new Error('no rule');
    const parts = fc.constantFrom(
      '# A <b>\n\n',
      'text & *more* `code <x>`\n\n',
      '- one\n- two\n  - three\n\n',
      '1. a\n2. b\n\n',
      '```sh\naws <x>\n```\n\n',
      '> quoted\n\n',
      '| a | b |\n| --- | --- |\n| 1 | 2 |\n\n',
      '---\n\n',
      `${'long '.repeat(900)}\n\n`,
      '[l](https://docs.aws.amazon.com/x?a=1&b=2)\n\n',
    );
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 150 }), (text) =>
        expectModal(explainView(meta, text.join(''))),
      ),
      { numRuns: 60 },
    );
  });
});
