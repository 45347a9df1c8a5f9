type Tags = Readonly<Record<string, string>>;

const prefix = 'aurora-keeper';

/** DbClusterResourceId of the cluster that a copy was made of: a name may change its owner, this never does. */
export const sourceTag = `${prefix}:source`;
/** On an old cluster: id of the cut-over that has put another in its place. */
export const replacedByTag = `${prefix}:replaced-by`;
/** On the snapshot of a cut-over: since when nothing had been written, ISO 8601. */
export const frozenSinceTag = `${prefix}:frozen-since`;
/** On a new cluster: when a person opened it for writes, ISO 8601. */
export const openedAtTag = `${prefix}:opened-at`;
/** Beside it: id of the run that did so. */
export const openedByTag = `${prefix}:opened-by`;
/** On a cluster that was stopped: when it was asked to, and seen stopped, ISO 8601. */
export const stopAskedAtTag = `${prefix}:stop-asked-at`;
export const stoppedAtTag = `${prefix}:stopped-at`;
/** On a copy that somebody wants to keep: until when, ISO 8601. */
export const keepUntilTag = `${prefix}:keep-until`;
export const managedByTag = 'managed-by';
export const remediationTag = `${prefix}:remediation`;

const ours = (key: string): boolean =>
  key === managedByTag || key.startsWith(`${prefix}:`) || key.startsWith(`${prefix}-`);

/** AWS sets tags of its own (`aws:…`) and takes none of these from anybody else. */
const ofAws = (key: string): boolean => /^aws:/i.test(key);

/** The tags that people gave a resource: neither AWS's own nor ours. */
export const peoplesTags = (tags: Tags): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !ofAws(key) && !ours(key)));

/** As the API takes them, in a stable order. */
export const tagList = (tags: Tags): { Key: string; Value: string }[] =>
  Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((one, other) => (one.Key < other.Key ? -1 : 1));
