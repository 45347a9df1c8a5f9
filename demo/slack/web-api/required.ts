import type { Json } from '../json.ts';
import { invalidArguments } from '../refusal.ts';

// docs.slack.dev/reference/methods: arguments without which nothing can be done.
const required: Record<string, readonly string[]> = {
  'bots.info': [],
  'chat.delete': ['channel', 'ts'],
  'chat.getPermalink': ['channel', 'message_ts'],
  'chat.postEphemeral': ['channel', 'user'],
  'chat.postMessage': ['channel'],
  'chat.update': ['channel', 'ts'],
  'conversations.history': ['channel'],
  'conversations.info': ['channel'],
  'conversations.members': ['channel'],
  'conversations.replies': ['channel', 'ts'],
  'files.completeUploadExternal': ['files'],
  'files.delete': ['file'],
  'files.getUploadURLExternal': ['filename', 'length'],
  'files.info': ['file'],
  'reactions.add': ['channel', 'timestamp', 'name'],
  'reactions.remove': ['name'],
  'usergroups.users.list': ['usergroup'],
  'users.info': ['user'],
  'users.lookupByEmail': ['email'],
  'views.open': ['view'],
  'views.publish': ['user_id', 'view'],
  'views.push': ['view'],
  'views.update': ['view'],
};

/** @throws SlackRefusal `invalid_arguments` that names the first argument that is missing */
export function requireArguments(method: string, args: Json): void {
  for (const name of required[method] ?? []) {
    if (args[name] === undefined || args[name] === '') throw invalidArguments(`missing required field: ${name}`);
  }
}
