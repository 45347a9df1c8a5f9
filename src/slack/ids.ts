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
  reviewFinding: 'finding.review',
  reviewGroup: 'group.review',
  copyPatch: 'finding.patch',
  findingMenu: 'finding.menu',
  reviewApproval: 'approval.review',
  rejectApproval: 'approval.reject',
  withdrawApproval: 'approval.withdraw',
  startApproval: 'approval.start',
  planAgain: 'approval.plan-again',
  nextStage: 'approval.next-stage',
  otherWay: 'approval.other-way',
  stopRun: 'run.stop',
  showDigest: 'digest.show-all',
  previousTold: 'digest.previous',
  nextTold: 'digest.next',
  auditEverything: 'audit.everything',
  showResource: 'resource.show',
  mute: 'mute.open',
  muteWhat: 'mute.what',
  muteTime: 'mute.time',
  muteDay: 'mute.day',
  unmute: 'mute.lift',
  unmuteListed: 'mutes.lift',
  mutesPrevious: 'mutes.previous',
  mutesNext: 'mutes.next',
  acceptBaseline: 'baseline.accept',
  forgetBaseline: 'baseline.forget',
  showKnown: 'audit.show-known',
} as const;

/** Callback ids of modals. Those with a submit button come back. */
export const viewIds = {
  finding: 'finding-details',
  rule: 'explain-rule',
  patch: 'finding-patch',
  planning: 'approval-planning',
  told: 'told',
  approve: 'approval-approve',
  ask: 'approval-ask',
  reviewAgain: 'approval-review-again',
  planAgain: 'approval-plan-again',
  reject: 'approval-reject',
  mute: 'mute',
  baseline: 'baseline-accept',
} as const;

/** Several buttons of one block that do the same must still differ: `finding.details.2`. */
export const numbered = (actionId: string, index: number): string => `${actionId}.${index}`;

const known: ReadonlySet<string> = new Set(Object.values(actionIds));
const unnumbered = (actionId: string): string => actionId.replace(/\.\d+$/, '');

export const isKnownAction = (actionId: string): boolean => known.has(unnumbered(actionId));

const knownViews: ReadonlySet<string> = new Set(Object.values(viewIds));
export const isKnownView = (callbackId: string): boolean => knownViews.has(callbackId);

/** Matches an action id and its numbered siblings. */
export const actionPattern = (actionId: string): RegExp =>
  new RegExp(`^${actionId.replaceAll('.', '\\.')}(?:\\.\\d+)?$`);
