import { key } from './client.ts';

/** Channel ids that have ever had a digest. */
export const channelsKey = key('digest', 'channels');
/** Of a channel: `settings`, `on`, `paused`, `lastDate`, `toldUpTo`, `toldAt`, `unscanned`. */
export const channelKey = (channelId: string): string => key('digest', 'channel', channelId);
export const claimKey = (channelId: string, date: string): string => key('digest', 'claim', channelId, date);
/** Of an edition: `edition`, `state`, `auditId`, `content`, `pictureId`, `from`, `upTo`, `told`. */
export const editionKey = (id: string): string => key('digest', 'edition', id);
/** What it tells, in its order, all of it and of each open group; `name` is the edition's field `told`. */
export const toldKey = (id: string, name: string): string => key('digest', 'edition', id, 'told', name);
export const toldGroupKey = (id: string, name: string, group: number): string =>
  key('digest', 'edition', id, 'told', name, String(group));
/** Editions that have not been handed to Slack, by when they were opened. */
export const underWayKey = key('digest', 'under-way');
/** Audit id → the editions that wait for it. */
export const waitingKey = (auditId: string): string => key('digest', 'waiting', auditId);
/** Editions are kept as long as their messages can be worked with; seconds. */
export const keepSeconds = 30 * 86_400;
