import type { OldMember } from './input.ts';

/** On the final snapshot: since when nobody may have used the cluster, ISO 8601. */
export const unusedSinceTag = 'aurora-keeper:unused-since';

const key = /^aurora-keeper:member-(\d+)$/;

/**
 * On the final snapshot: the instances that the cluster had, the writer first. A snapshot knows none, so this is what a
 * restore would have to make again, and how a retirement goes on whose records were lost.
 */
export const memberTags = (members: readonly OldMember[]): Record<string, string> =>
  Object.fromEntries(
    members.map(({ name, instanceClass }, index) => [`aurora-keeper:member-${index + 1}`, `${name} ${instanceClass}`]),
  );

/** The instances that such tags name, in their order. */
export const membersInTags = (tags: Readonly<Record<string, string>>): OldMember[] =>
  Object.entries(tags)
    .flatMap(([name, value]) => {
      const at = key.exec(name)?.[1];
      const [member = '', instanceClass = ''] = value.split(' ');
      return at === undefined ? [] : [{ at: Number(at), member: { name: member, instanceClass } }];
    })
    .toSorted((one, other) => one.at - other.at)
    .map(({ member }) => member);
