import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Change } from '../src/domain/digest/change.ts';
import type { DigestFacts } from '../src/domain/digest/facts.ts';
import { composeUrgent } from '../src/domain/digest/urgent.ts';
import { type Finding, severities, statuses } from '../src/domain/finding.ts';
import { render } from '../src/slack/blocks/render.ts';
import { drawing } from './helpers/approval-screens.ts';
import {
  accounts,
  compose,
  createStory,
  failedAt,
  payments,
  planned,
  scannedAt,
  shop,
  unplanned,
} from './helpers/digest-story.ts';
import { finding, target } from './helpers/findings.ts';
import { expectMessage, nasty } from './helpers/slack-takes.ts';

const context = await drawing({ accounts });
const { metas } = context;

const someFinding: fc.Arbitrary<Finding> = fc
  .record({
    name: fc.oneof(nasty, fc.constantFrom('orders', 'cart', 'ledger', 'users')),
    status: fc.constantFrom(...statuses),
    severity: fc.constantFrom(...severities),
    cause: fc.constantFrom('created-without-backtrack', 'window-below-policy', 'new-1', 'new-2', 'new-3'),
    reason: nasty,
    accountName: nasty,
    managedBy: fc.option(nasty, { nil: undefined }),
    exempt: fc.option(fc.record({ reason: nasty }), { nil: undefined }),
    remediation: fc.constantFrom(null, { strategies: ['raise-window'], recommended: 'raise-window' }),
    place: fc.constantFrom(payments, shop),
  })
  .map(({ accountName, place, exempt, managedBy, ...rest }) =>
    finding({
      ...rest,
      target: target({ ...place, accountName }),
      evidence: managedBy === undefined ? {} : { managedBy },
      ...(exempt && { exempt }),
    }),
  );

interface Words {
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly why: string;
  readonly problem: string | undefined;
  readonly first: boolean;
}

const words: fc.Arbitrary<Words> = fc.record({
  names: fc.array(nasty, { maxLength: 3 }),
  labels: fc.array(nasty, { maxLength: 30 }),
  why: nasty,
  problem: fc.option(nasty, { nil: undefined }),
  first: fc.boolean(),
});

/** Facts at their worst, of a story that has seen these. */
function factsOf(seen: readonly Finding[], { names, labels, why, problem, first }: Words): Partial<DigestFacts> {
  const muted = (index: number) => ({ muteId: `m${index}`, until: '2026-11-22T00:00:00.000Z', reason: 'r', by: 'U1' });
  const findings = seen.map((each, index) => (index % 3 === 0 ? { ...each, muted: muted(index) } : each));
  return {
    findings,
    first,
    problem,
    names: new Map(names.map((name, index) => [['U01ALICE001', 'U02BOB00001', 'U03CAROL001'][index] ?? '', name])),
    mutes: labels.map((label, index) => ({
      id: `m${index}`,
      subject: { kind: 'finding', findingId: 'x' },
      accountId: '1',
      label,
      until: '2026-11-22T00:00:00.000Z',
      reason: 'r',
      by: 'U1',
      at: '2026-11-01T00:00:00.000Z',
    })),
    targets: [
      scannedAt(payments),
      { ...failedAt(shop), result: { ...failedAt(shop).result, error: { code: 'X', message: why } } },
    ],
    series: Array.from({ length: 30 }, (_, index) => ({
      day: `2026-11-${String(index + 1).padStart(2, '0')}`,
      open: index,
      opened: 1,
      fixed: 1,
    })),
  };
}

describe('every digest is one that Slack takes', () => {
  it('whatever names, reasons and people are called', () => {
    fc.assert(
      fc.property(
        fc.array(someFinding, { maxLength: 60 }),
        fc.array(someFinding, { maxLength: 60 }),
        words,
        (before, after, over) => {
          const story = createStory();
          for (const each of before) story.see(each);
          const from = story.log.length;
          for (const each of after) story.see(each);
          const { content, told } = compose(story, metas, factsOf([...story.findings.values()], over), from);
          expectMessage(
            render({ kind: 'digest', digestId: 'C01DATABASE-2026-11-21', content, pictureId: 'F012AB3CD' }, context),
          );
          expectMessage(render({ kind: 'digest', content }, context));
          const page = { filter: 'all' as const, page: 0, pages: 9, total: told.length, told: told.slice(0, 10) };
          const findings = page.told.map(({ findingId }) => story.findings.get(findingId));
          if (page.told.length > 0)
            expectMessage(
              render({ kind: 'digest-pages', digestId: 'd', date: '2026-11-21', told: page, findings }, context),
            );
        },
      ),
      { numRuns: 120 },
    );
  });

  it('with ten thousand findings of two hundred causes, gone ones and fixed ones', () => {
    const story = createStory();
    for (let n = 0; n < 10_000; n += 1)
      story.see(n % 3 === 0 ? unplanned(`db-${n}`) : planned(`db-${n}`, { target: shop }));
    const from = story.log.length;
    for (let n = 0; n < 10_000; n += 1) {
      if (n % 3 === 0) story.see(planned(`db-${n}`));
      else
        story.see(
          unplanned(`db-${n}`, {
            target: shop,
            cause: `cause-${n % 200}`,
            reason: 'because of <this> & that '.repeat(20),
          }),
        );
    }
    const { content } = compose(story, metas, {}, from);
    expectMessage(render({ kind: 'digest', digestId: 'd', content }, context));
  });

  it('an urgent one, too', () => {
    fc.assert(
      fc.property(fc.array(someFinding, { minLength: 1, maxLength: 60 }), nasty, (found, tag) => {
        const news = found.map((each, index) => ({
          transitionId: String(index),
          lost: index % 2 === 0,
          finding: each,
          tag: `k=${tag}`,
        }));
        const { content } = composeUrgent(news, [], metas, new Date());
        expectMessage(render({ kind: 'digest', digestId: 'd', content }, context));
      }),
      { numRuns: 100 },
    );
  });

  it('and what it says of closed changes, of any number of people', () => {
    fc.assert(
      fc.property(fc.array(nasty, { maxLength: 40 }), (people) => {
        const story = createStory();
        for (const [index] of people.entries()) story.see(unplanned(`db-${index}`));
        const from = story.log.length;
        for (const [index] of people.entries())
          story.see(planned(`db-${index}`), {
            kind: 'remediation',
            approvalId: 'a',
            approvedBy: [`U${index}`],
          } satisfies Change['by']);
        const names = new Map(people.map((name, index) => [`U${index}`, name]));
        expectMessage(
          render({ kind: 'digest', digestId: 'd', content: compose(story, metas, { names }, from).content }, context),
        );
      }),
      { numRuns: 60 },
    );
  });
});
