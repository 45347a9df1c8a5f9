import type { Target } from '../domain/target.ts';
import { targetKey } from '../domain/target.ts';
import { key } from './client.ts';

/** The verdicts of one rule in one target. */
export const readField = (target: Target, ruleId: string): string => `${targetKey(target)}|${ruleId}`;

/** Finding id → the newest verdict. */
export const findingsKey = key('findings');
/** Rule ids that have ever been run: with an ARN they give the ids of a resource's findings. */
export const rulesKey = key('findings', 'rules');
/** `<target>|<rule>` → when it was read; see `ReadTimes`. */
export const readKey = key('findings', 'read');
/** Target → how often its verdicts have been replaced: compare-and-set. */
export const versionsKey = key('findings', 'versions');
/** Target → how its last scan ended. */
export const targetsKey = key('targets');
/** Finding id → since when it has been seen, and, when its rule saw more since, until when; of one rule in one target. */
export const seenKey = (target: Target, ruleId: string): string => key('findings', 'seen', readField(target, ruleId));

/** Finding id → its life, once it has failed. */
export const livesKey = key('lives');
/** `<name>\n<ARN>`, so that a name is a range. */
export const namesKey = key('lives', 'names');
export const nameMember = ({ id, arn }: { readonly id: string; readonly arn: string }): string => `${id}\n${arn}`;

/** Sequence number → transition. */
export const transitionsKey = key('transitions');
/** `first` and `last` sequence number kept. */
export const headKey = key('transitions', 'head');
/** Transition id → its sequence number: the same event twice is one. */
export const transitionIdsKey = key('transitions', 'ids');
/** `<finding id>:<sequence number>`, so that a history is a range. */
export const byFindingKey = key('transitions', 'by-finding');
/** ISO times, to the quarter of an hour, at which something was audited. */
export const auditedKey = key('lives', 'audited');
/** Follower → sequence number of the last transition that it has handled. */
export const followersKey = key('transitions', 'followers');

/** In the order that the scripts know. */
export const logKeys: readonly string[] = [versionsKey, headKey, transitionsKey, transitionIdsKey, byFindingKey];
