import { checkOfSource, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';

/** A restore switches it off unless told (RestoreDBClusterFromSnapshot); renaming and stopping do not ask for it. */
export const decideDeletionProtection = ({ source, name }: Subject): Decision =>
  source.cluster.DeletionProtection === true
    ? clear(`On. The restore passes it on, and the old cluster keeps it.`)
    : clear(`Off for ${name}, and so for the new cluster; anybody who may delete clusters can delete either.`);

export const deletionProtection = checkOfSource({
  id: 'deletion-protection',
  what: 'Deletion protection',
  decide: decideDeletionProtection,
});
