type Tags = Readonly<Record<string, string>>;

const remediationTag = 'aurora-keeper:remediation';

/** A tag value holds 256 characters: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html */
const findingsInTag = 15;

/** Tags of everything that a remediation makes: what is known of a resource when Redis is not there to ask. */
export const keeperTags = (remediationId: string, findingIds: readonly string[], stepId?: string): Tags => ({
  'managed-by': 'aurora-keeper',
  [remediationTag]: remediationId,
  'aurora-keeper:finding': [...findingIds].sort().slice(0, findingsInTag).join(' '),
  ...(stepId === undefined ? {} : { 'aurora-keeper:step': stepId }),
});

/** Only what this very remediation made may be deleted in its name. */
export const mayDelete = (tags: Tags, remediationId: string): boolean =>
  remediationId !== '' && tags['managed-by'] === 'aurora-keeper' && tags[remediationTag] === remediationId;
