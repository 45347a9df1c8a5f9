import { invalidParameter, limitExceeded } from './errors.ts';

/** ARNs in one list of a selection: 500 without wildcards, 30 with. */
const MAX_PLAIN = 500;
const MAX_WILD = 30;

/**
 * Checks the ARNs of a selection. A `*` stands for a whole Region or account, or at the end of the resource; whether
 * AWS still takes one in the middle is not known, so the simulator does not.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
 */
export function checkPatterns(member: string, patterns: readonly string[]): void {
  const wild = patterns.filter((pattern) => pattern.includes('*')).length;
  if (wild > MAX_WILD) throw limitExceeded(`${member} can have no more than ${MAX_WILD} ARNs with wildcards.`);
  if (patterns.length - wild > MAX_PLAIN) throw limitExceeded(`${member} can have no more than ${MAX_PLAIN} ARNs.`);
  for (const pattern of patterns) {
    if (!isPattern(pattern)) throw invalidParameter(`Invalid ARN in ${member}: ${pattern}`);
  }
}

function isPattern(pattern: string): boolean {
  if (pattern === '*') return true;
  const [arn, partition, service, region = '', account = '', ...rest] = pattern.split(':');
  if (arn !== 'arn' || partition !== 'aws' || !/^[a-z0-9-]+$/.test(service ?? '')) return false;
  if (region === '*' && account === '' && rest.length === 0) return true;
  const resource = rest.join(':');
  return (
    /^(\*|[a-z0-9-]*)$/.test(region) && /^(\*|\d*)$/.test(account) && /^[^*\s]*\*?$/.test(resource) && resource !== ''
  );
}
