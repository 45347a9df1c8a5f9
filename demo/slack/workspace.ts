import { randomBytes, randomInt } from 'node:crypto';

/** A person as `users.info` describes them. `tz` is an IANA name. */
export interface WorkspaceUser {
  id: string;
  name: string;
  realName: string;
  email: string;
  tz: string;
  teamId: string;
  isAdmin?: boolean;
  /** Multi-channel guest (`is_restricted`). */
  isRestricted?: boolean;
  /** Single-channel guest (`is_ultra_restricted`). */
  isUltraRestricted?: boolean;
  /** Someone of another workspace, met in a shared channel. */
  isStranger?: boolean;
  deleted?: boolean;
}

export interface WorkspaceChannel {
  id: string;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  members: string[];
}

export interface WorkspaceUserGroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
  disabled: boolean;
}

/** The app under test. Tokens and secret are random unless given, so none of them can leak from here. */
export interface WorkspaceApp {
  appId: string;
  botUserId: string;
  botName: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
}

/** Everything the local Slack knows before anybody speaks. */
export interface Workspace {
  teamId: string;
  name: string;
  domain: string;
  /** Time zone of messages that have no single reader. */
  tz: string;
  /** User groups exist on paid plans only (`plan_upgrade_required`). */
  plan: 'paid' | 'free';
  app: WorkspaceApp;
  users: WorkspaceUser[];
  channels: WorkspaceChannel[];
  userGroups: WorkspaceUserGroup[];
}

export const ids = {
  team: 'T01LOCAL001',
  otherTeam: 'T02OTHER001',
  bot: 'U00AURORA01',
  alice: 'U01ALICE001',
  bob: 'U02BOB00001',
  carol: 'U03CAROL001',
  guest: 'U04GUEST001',
  gone: 'U05GONE0001',
  stranger: 'U06OTHER001',
  databases: 'C01DATABASE',
  general: 'C02GENERAL1',
  privateNoBot: 'C03PRIVATE1',
  publicNoBot: 'C04PUBLIC01',
  archived: 'C05ARCHIVE1',
  dba: 'S01DBAGROUP',
  oncall: 'S02ONCALL01',
} as const;

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('');

const app = (): WorkspaceApp => ({
  appId: 'A01AURORA01',
  botUserId: ids.bot,
  botName: 'aurora',
  botToken: ['xoxb', digits(12), digits(13), randomBytes(12).toString('hex')].join('-'),
  appToken: ['xapp', '1', 'A01AURORA01', digits(13), randomBytes(32).toString('hex')].join('-'),
  signingSecret: randomBytes(16).toString('hex'),
});

const person = (id: string, name: string, realName: string, more: Partial<WorkspaceUser> = {}): WorkspaceUser => ({
  id,
  name,
  realName,
  email: `${name}@example.com`,
  tz: 'Europe/Berlin',
  teamId: ids.team,
  ...more,
});

const channel = (id: string, name: string, members: string[], more: Partial<WorkspaceChannel> = {}) => ({
  id,
  name,
  members,
  isPrivate: false,
  isArchived: false,
  ...more,
});

/**
 * The demo's workspace: three people, a guest, a deactivated account and someone of another workspace; five channels,
 * two of them without the bot and one archived; two user groups.
 *
 * @param overrides members that replace the defaults as a whole
 */
export function createWorkspace(overrides: Partial<Workspace> = {}): Workspace {
  const everyone = [ids.alice, ids.bob, ids.carol];
  return {
    teamId: ids.team,
    name: 'Northwind',
    domain: 'northwind',
    tz: 'Europe/Berlin',
    plan: 'paid',
    app: app(),
    users: [
      person(ids.alice, 'alice', 'Alice Adams', { isAdmin: true }),
      person(ids.bob, 'bob', 'Bob Brown', { tz: 'America/New_York' }),
      person(ids.carol, 'carol', 'Carol Cruz', { tz: 'Asia/Tokyo' }),
      person(ids.guest, 'gail', 'Gail Guest', { isRestricted: true }),
      person(ids.gone, 'gone', 'Greg Gone', { deleted: true }),
      person(ids.stranger, 'oscar', 'Oscar of Otherco', { isStranger: true, teamId: ids.otherTeam }),
    ],
    channels: [
      channel(ids.databases, 'databases', [...everyone, ids.guest, ids.stranger, ids.bot]),
      channel(ids.general, 'general', [...everyone, ids.bot]),
      channel(ids.privateNoBot, 'private-no-bot', [ids.alice, ids.bob], { isPrivate: true }),
      channel(ids.publicNoBot, 'public-no-bot', everyone),
      channel(ids.archived, 'old-databases', [...everyone, ids.bot], { isArchived: true }),
    ],
    userGroups: [
      { id: ids.dba, handle: 'dba', name: 'Database administrators', users: [ids.bob, ids.carol], disabled: false },
      { id: ids.oncall, handle: 'oncall', name: 'On call', users: [ids.alice, ids.gone], disabled: false },
    ],
    ...overrides,
  };
}

/** Slack's id of the app's bot (`B…`), as local Slack derives it from the bot user's id. */
export const botId = (workspace: Workspace): string => `B${workspace.app.botUserId.slice(1)}`;
