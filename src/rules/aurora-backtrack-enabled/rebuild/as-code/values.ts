import type { Target } from '../../../../domain/target.ts';
import { oldStemOf } from '../cutover/names.ts';
import { distinct, fitted } from '../identifiers.ts';
import type { ClusterSettings } from '../settings/cluster-settings.ts';
import type { MemberSettings } from '../settings/member-settings.ts';

/** What is not known is left out, never invented. */
export type KnownSettings = Partial<ClusterSettings>;
export type KnownMember = Partial<MemberSettings> & Pick<MemberSettings, 'instanceClass'>;

/** A rebuild as far as its code has to know it. SDK-free: the bot writes such code, too. */
export interface RebuildCode {
  readonly target: Target;
  readonly source: string;
  readonly arn: string;
  /** DbClusterResourceId. */
  readonly sourceId: string | undefined;
  /** Seconds. */
  readonly windowSeconds: number;
  readonly quietMinutes: number;
  readonly settings: KnownSettings;
  /** The writer first. */
  readonly members: readonly { readonly name: string; readonly settings: KnownMember }[];
  /** Every setting was read for this; an audit keeps the most important ones. */
  readonly complete: boolean;
  readonly owner: string | undefined;
}

export interface RebuildNames {
  /** Of the new cluster until it takes over the name. */
  readonly cluster: string;
  readonly snapshot: string;
  /** In the order of the members; the new instances keep these. */
  readonly members: readonly string[];
  /** What the old cluster's new name begins with; the day follows. */
  readonly oldStem: string;
}

export const namesFor = ({ source, members }: Pick<RebuildCode, 'source' | 'members'>): RebuildNames => ({
  cluster: fitted(source, '-bt'),
  snapshot: fitted(source, '-before-backtrack'),
  members: distinct(
    members.map(({ name }) => name),
    '-bt',
  ),
  oldStem: oldStemOf(source),
});

/** `arn feature` of the settings, apart. */
export const roleParts = (role: string): { readonly arn: string; readonly feature: string | undefined } => {
  const [arn = '', ...feature] = role.split(' ');
  return { arn, feature: feature.length === 0 ? undefined : feature.join(' ') };
};
