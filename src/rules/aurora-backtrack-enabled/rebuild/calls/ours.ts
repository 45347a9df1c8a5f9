import { PermanentError } from '../../../../domain/errors.ts';
import { mayDelete } from '../../../../domain/remediation/tags.ts';
import { remediationTag } from '../tags.ts';
import { type Reader, tagsOf } from './find.ts';

interface Found {
  readonly name: string;
  readonly arn: string | undefined;
  /** As the description shows them; those of its creation are there from the beginning. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Whether this very remediation made it; asks once more where the description may be behind. */
export async function isMadeBy(reader: Reader, remediationId: string, { arn, tags }: Found): Promise<boolean> {
  if (mayDelete(tags, remediationId)) return true;
  return arn !== undefined && mayDelete(await tagsOf(reader, arn), remediationId);
}

/**
 * Throws PermanentError for what somebody else has made under a name that is to be given. What has been put into use
 * since is ours still, though it may not be deleted any more.
 */
export async function insistOnOurs(reader: Reader, remediationId: string, found: Found): Promise<void> {
  const { name, arn, tags } = found;
  if (tags[remediationTag] === remediationId) return;
  if (arn !== undefined && (await tagsOf(reader, arn))[remediationTag] === remediationId) return;
  throw new PermanentError(
    `${name} exists already, and this remediation has not made it; rename or remove it, then plan again`,
  );
}
