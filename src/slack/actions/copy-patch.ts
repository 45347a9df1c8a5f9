import { insistOnQueue } from '../answers.ts';
import { openModal } from '../open-modal.ts';
import { patchView } from '../views/patch-modal.ts';
import { gone } from './gone.ts';
import { openMute, unmute } from './mute.ts';
import type { PressHandler } from './press.ts';

/** The value is one finding id, or several with commas between them. */
export const copyPatch: PressHandler = async ({ findings, metas, ready }, { value, triggerId }, client) => {
  insistOnQueue(ready);
  const found = (await Promise.all(value.split(',').map((id) => findings.get(id)))).flatMap((finding) => finding ?? []);
  if (found.length === 0) return gone('That is no longer among the newest findings.');
  const opened = await openModal(client, triggerId, patchView(found, metas));
  return 'text' in opened ? opened : undefined;
};

/** The `⋯` of a finding; its value is `code:<finding id>`, `mute:<finding id>` or `unmute:<mute id>`. */
export const chooseFromMenu: PressHandler = async (deps, press, client) => {
  const [choice, value = ''] = press.value.split(':');
  switch (choice) {
    case 'code':
      return copyPatch(deps, { ...press, value }, client);
    case 'mute':
      return openMute(deps, { ...press, value }, client);
    case 'unmute':
      return unmute(deps, { ...press, value }, client);
    default:
      return gone('That choice is from an older version of the message.');
  }
};
