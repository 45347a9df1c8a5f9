import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import type { Methods } from './method.ts';
import { others } from './others.ts';
import { usergroups } from './usergroups.ts';
import { users } from './users.ts';
import { views } from './views.ts';

/** Every Web API method that the proxy answers. */
export const methods: Methods = { ...chat, ...conversations, ...files, ...others, ...usergroups, ...users, ...views };
