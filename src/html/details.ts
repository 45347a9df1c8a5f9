import { explainedCause } from '../domain/cause.ts';
import { evidenceInWords, type Wording } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import type { Fix, RuleMeta } from '../domain/rule.ts';
import { writtenTime } from './times.ts';

/** A part of what a row opens to; client/details.js draws each kind. */
export type Section =
  | {
      readonly kind: 'facts';
      readonly title: string;
      readonly facts: readonly (readonly [label: string, text: string])[];
    }
  | { readonly kind: 'text'; readonly title: string; readonly text: string }
  /** Something to paste. */
  | { readonly kind: 'code'; readonly title: string; readonly text: string }
  | {
      readonly kind: 'links';
      readonly title: string;
      readonly links: readonly (readonly [label: string, url: string])[];
    };

const wording: Wording = { text: (text) => text, time: writtenTime, listed: Number.POSITIVE_INFINITY };

/** What a row does not say already: why it matters, fixes to paste, links; what it is about, what was read. */
export function detailsOf(finding: Finding, meta: RuleMeta | undefined): Section[] {
  const evidence = Object.entries(finding.evidence).map((entry): [string, string] => {
    const { label, text } = evidenceInWords(entry, wording);
    return [label, text];
  });
  return [
    ...(finding.exempt === undefined ? [] : [exemption(finding.exempt)]),
    ...(meta === undefined ? [] : rulesPart(finding, meta)),
    { kind: 'facts', title: 'What it is about', facts: identity(finding, meta) },
    ...(evidence.length === 0 ? [] : [{ kind: 'facts' as const, title: 'What was read', facts: evidence }]),
  ];
}

const exemption = ({ reason, owner }: NonNullable<Finding['exempt']>): Section => ({
  kind: 'text',
  title: 'Exempt',
  text: owner === undefined ? reason : `${reason} (${owner})`,
});

function identity(finding: Finding, meta: RuleMeta | undefined): [string, string][] {
  const { target, resource, references, title, severity, id } = finding;
  const tags = Object.entries(resource.tags ?? {}).map(([key, value]) => `${key}=${value}`);
  const todo =
    meta === undefined || finding.status !== 'fail' ? undefined : explainedCause({ ...finding, count: 1 }, [meta]).fix;
  return [
    ...(todo === undefined ? [] : [['What to do', todo] satisfies [string, string]]),
    ['Account', `${target.accountName} (${target.accountId})`],
    ['ARN', resource.arn],
    ...(tags.length === 0 ? [] : [['Tags', tags.join(', ')] satisfies [string, string]]),
    ['Rule', `${title} (${references.join(', ')})`],
    ['Severity', severity],
    ['Finding', id],
  ];
}

const rulesPart = (finding: Finding, meta: RuleMeta): Section[] => [
  { kind: 'text', title: 'Why it matters', text: meta.why },
  ...fixesOf(finding, meta).map(
    ({ format, title, text }: Fix): Section => ({ kind: format === 'console' ? 'text' : 'code', title, text }),
  ),
  {
    kind: 'links',
    title: 'Read more',
    links: meta.links.map(({ title, url }) => [title, url] as const),
  },
];

/** A verdict that an older version left behind may lack what its fixes are made of; the other findings have theirs. */
function fixesOf(finding: Finding, meta: RuleMeta): readonly Fix[] {
  try {
    return meta.fixes(finding);
  } catch {
    const text = 'The fixes of this finding cannot be written from what is kept of it. Audit it again.';
    return [{ format: 'console', title: 'Fixes', text }];
  }
}
