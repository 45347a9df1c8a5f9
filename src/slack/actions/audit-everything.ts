import { auditCommand } from '../commands/audit.ts';
import type { PressHandler } from './press.ts';

/** From the Home tab: the report comes as a direct message. */
export const auditEverything: PressHandler = async (deps, { userId, channelId, triggerId }) => {
  const everything = { accounts: [], regions: [], rules: [], tags: {} };
  const { text } = await auditCommand(deps, everything, { userId, channelId, triggerId });
  return { text: `${text} The report comes as a direct message.` };
};
