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

export const knownActionIds: ReadonlySet<string> = new Set(Object.values(actionIds));
