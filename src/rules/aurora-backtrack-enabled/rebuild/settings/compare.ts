import type { Json } from '../../../../domain/json.ts';
import { canonical } from '../../../../domain/json.ts';
import type { ClusterSettings } from './cluster-settings.ts';
import type { MemberSettings } from './member-settings.ts';
import { clusterWords, memberWords, shown } from './words.ts';

/**
 * How a setting of a copy stands: as at the source; otherwise than there, though it was asked for; otherwise on purpose,
 * because a rehearsal must not act on anything outside of it.
 */
export type Standing = 'equal' | 'differs' | 'on-purpose';

export interface ComparedSetting {
  readonly what: string;
  readonly standing: Standing;
  /** At the source and at the copy, as people read them. */
  readonly source: string;
  readonly copy: string;
}

type Settings = ClusterSettings | MemberSettings;

function compare<S extends Settings>(
  words: Readonly<Record<keyof S, string>>,
  source: S,
  copy: S,
  options: { readonly of: string; readonly onPurpose: readonly (keyof S)[] },
): ComparedSetting[] {
  return (Object.keys(words) as (keyof S & string)[]).map((key) => {
    const [was, is] = [source[key] as Json, copy[key] as Json];
    const equal = canonical(was) === canonical(is);
    const standing: Standing = equal ? 'equal' : options.onPurpose.includes(key) ? 'on-purpose' : 'differs';
    return { what: `${words[key]}${options.of}`, standing, source: shown(was), copy: shown(is) };
  });
}

export const compareClusters = (
  source: ClusterSettings,
  copy: ClusterSettings,
  onPurpose: readonly (keyof ClusterSettings)[] = [],
): ComparedSetting[] => compare(clusterWords, source, copy, { of: '', onPurpose });

/** `name` is the source's; a counterpart that is not there differs in everything that it should be. */
export const compareMembers = (
  name: string,
  source: MemberSettings,
  copy: MemberSettings | undefined,
  onPurpose: readonly (keyof MemberSettings)[] = [],
): ComparedSetting[] =>
  copy === undefined
    ? [{ what: `instance for ${name}`, standing: 'differs', source: source.instanceClass, copy: 'none' }]
    : compare(memberWords, source, copy, { of: ` of ${name}`, onPurpose });
