type Tags = Readonly<Record<string, string>>;

/**
 * The tool that owns a resource's settings, in words, or undefined. CloudFormation tags what it creates with
 * `aws:cloudformation:stack-name`: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 */
export function managedByCode(tags: Tags, iacTags: readonly string[]): string | undefined {
  const stack = tags['aws:cloudformation:stack-name'];
  if (stack !== undefined) return `CloudFormation stack ${stack}`;
  const tag = iacTags.find((key) => tags[key] !== undefined);
  return tag === undefined ? undefined : `code (tag ${tag}=${tags[tag]})`;
}

/** Clusters and snapshots that the bot made itself carry this tag; they are never findings. */
export const isKeptCopy = (tags: Tags): boolean => tags['managed-by'] === 'aurora-keeper';
