import { type Finding, severities } from '../domain/finding.ts';

/** One column of the table. Adding one is an entry in `columns`; what a row opens to is in details.ts. */
export interface Column {
  readonly title: string;
  readonly cell: (finding: Finding) => string;
  /** Offered as a filter, with the values in `order`, or else in that of the alphabet. */
  readonly filter?: true;
  /** How the values rank, the first ones first. */
  readonly order?: readonly string[];
  /** Searched only: not shown. */
  readonly hidden?: true;
}

const capital = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** Where a finding stands for a reader, who does not count what is set aside among the failures. */
export const standings = {
  fail: 'Needs you',
  unknown: 'Could not be judged',
  exempt: 'Exempt',
  'not-applicable': 'Not applicable',
  pass: 'Fine',
} as const;

export type Standing = keyof typeof standings;
export const everyStanding = Object.keys(standings) as Standing[];

export const standingOf = ({ status, exempt }: Pick<Finding, 'status' | 'exempt'>): Standing =>
  exempt === undefined ? status : 'exempt';

/** People say a database's name; what is said of a whole target has its account's. */
export const nameOf = ({ resource, target }: Finding): string =>
  resource.type === 'target' ? target.accountName : resource.id;

const searched = ({ resource, target, references, title, exempt, id }: Finding): string =>
  [
    resource.arn,
    target.accountId,
    title,
    ...references,
    ...Object.entries(resource.tags ?? {}).map(([key, value]) => `${key}=${value}`),
    exempt?.reason ?? '',
    id,
  ].join(' ');

export const columns: readonly Column[] = [
  {
    title: 'Status',
    cell: (finding) => standings[standingOf(finding)],
    filter: true,
    order: Object.values(standings),
  },
  { title: 'Database', cell: nameOf },
  { title: 'Account', cell: ({ target }) => target.accountName, filter: true },
  { title: 'Region', cell: ({ target }) => target.region, filter: true },
  { title: 'Rule', cell: ({ ruleId }) => ruleId, filter: true },
  {
    title: 'Severity',
    cell: ({ severity }) => capital(severity),
    filter: true,
    order: severities.toReversed().map(capital),
  },
  { title: 'Reason', cell: ({ reason }) => reason },
  { title: 'Searched', cell: searched, hidden: true },
];
