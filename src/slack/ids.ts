/** Names that Slack sends back to us; manifest.yml and messages already posted rely on them. */
export const slashCommand = '/aurora';

export const actionIds = {
  details: 'finding.details',
  previousPage: 'findings.previous',
  nextPage: 'findings.next',
  filterPages: 'findings.filter',
  showAll: 'audit.show-all',
  showGroup: 'audit.show-group',
  exportAudit: 'audit.export',
  followAudit: 'audit.follow',
  listPrevious: 'list.previous',
  listNext: 'list.next',
} as const;

/** Several buttons of one block that do the same must still differ: `finding.details.2`. */
export const numbered = (actionId: string, index: number): string => `${actionId}.${index}`;

const known: ReadonlySet<string> = new Set(Object.values(actionIds));
const unnumbered = (actionId: string): string => actionId.replace(/\.\d+$/, '');

export const isKnownAction = (actionId: string): boolean => known.has(unnumbered(actionId));

/** Matches an action id and its numbered siblings. */
export const actionPattern = (actionId: string): RegExp =>
  new RegExp(`^${actionId.replaceAll('.', '\\.')}(?:\\.\\d+)?$`);
