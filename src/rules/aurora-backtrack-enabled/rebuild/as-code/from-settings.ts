import type { Finding } from '../../../../domain/finding.ts';
import type { Policy } from '../../../../domain/policy.ts';
import type { ClusterSettings } from '../settings/cluster-settings.ts';
import type { MemberSettings } from '../settings/member-settings.ts';
import type { RebuildCode } from './values.ts';

export interface ReadAfresh {
  readonly source: string;
  readonly sourceId: string;
  /** Seconds. */
  readonly windowSeconds: number;
  readonly settings: ClusterSettings;
  readonly members: readonly { readonly name: string; readonly settings: MemberSettings }[];
}

/** Every setting, from the fresh read of a plan. */
export const codeFromSettings = (
  { target, resource }: Pick<Finding, 'target' | 'resource'>,
  { source, sourceId, windowSeconds, settings, members }: ReadAfresh,
  { quietMinutes }: Pick<Policy, 'quietMinutes'>,
  owner: string | undefined,
): RebuildCode => ({
  target,
  source,
  arn: resource.arn,
  sourceId,
  windowSeconds,
  quietMinutes,
  settings,
  members,
  complete: true,
  owner,
});
