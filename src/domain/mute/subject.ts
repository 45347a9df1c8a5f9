import type { Finding } from '../finding.ts';
import type { MuteSubject } from './mute.ts';

type About = Pick<Finding, 'id' | 'ruleId' | 'target' | 'resource'>;

/** The same subject has the same key. */
export function subjectKey(subject: MuteSubject): string {
  switch (subject.kind) {
    case 'finding':
      return `finding:${subject.findingId}`;
    case 'database':
      return `database:${subject.arn}`;
    case 'account-rule':
      return `account-rule:${subject.accountId}:${subject.ruleId}`;
  }
}

/** Every subject that covers a finding; whatever its status and whenever it was found. */
export const subjectsOf = ({ id, ruleId, target, resource }: About): MuteSubject[] => [
  { kind: 'finding', findingId: id },
  { kind: 'database', arn: resource.arn },
  { kind: 'account-rule', accountId: target.accountId, ruleId },
];

export const covers = (subject: MuteSubject, finding: About): boolean => {
  const key = subjectKey(subject);
  return subjectsOf(finding).some((each) => subjectKey(each) === key);
};

/** Undefined when it cannot be told without the finding. */
export function accountIdOf(subject: MuteSubject, finding: Pick<Finding, 'target'> | undefined): string | undefined {
  switch (subject.kind) {
    case 'finding':
      return finding?.target.accountId;
    case 'database':
      return subject.arn.split(':')[4];
    case 'account-rule':
      return subject.accountId;
  }
}

/** As people read it: `orders (shop-prod)`. */
export function labelOf(
  subject: MuteSubject,
  accountName: string,
  finding: Pick<Finding, 'resource' | 'ruleId'> | undefined,
): string {
  const name = finding?.resource.type === 'target' ? 'the whole target' : finding?.resource.id;
  switch (subject.kind) {
    case 'finding':
      return `${name ?? subject.findingId} (${accountName}), ${finding?.ruleId ?? 'finding'}`;
    case 'database':
      return `${name ?? subject.arn.slice(subject.arn.lastIndexOf(':') + 1)} (${accountName})`;
    case 'account-rule':
      return `${subject.ruleId} (${accountName})`;
  }
}
