import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { People, Person } from '../domain/approval/ports.ts';
import { PeopleUnavailable } from '../domain/errors.ts';

export interface PeopleOptions {
  readonly botToken: string;
  readonly apiUrl: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long Slack has to answer a call; milliseconds. Two calls one after the other fit into a form's three seconds. */
  readonly timeoutMs?: number;
}

/** Long enough for Tier 2 (20 calls a minute), short enough that who was taken out of a group cannot go on approving. */
const keptMs = 60_000;

/** Slack knows nobody of that id whom we may see: https://docs.slack.dev/reference/methods/users.info */
const unknownPeople: ReadonlySet<string> = new Set(['user_not_found', 'user_not_visible']);

/**
 * Who people are, and who is in a user group, as Slack says now or said within the last minute. Anything but a clear
 * answer (a timeout, a rate limit, a missing scope) throws PeopleUnavailable, so that nobody decides on a guess.
 */
export function createPeople({ botToken, apiUrl, now, timeoutMs = 1_000 }: PeopleOptions): People {
  const client = new WebClient(botToken, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const us = remembering(now, Number.POSITIVE_INFINITY, async () => {
    const { team_id: team, enterprise_id: enterprise } = await client.auth.test();
    if (team === undefined) throw new PeopleUnavailable('Slack did not say which workspace this is');
    return { team, enterprise };
  });
  const person = remembering(now, keptMs, async (id): Promise<Person> => {
    const [home, { user = {} }] = await Promise.all([us(''), client.users.info({ user: id })]);
    return {
      id,
      name: user.profile?.display_name || user.real_name || user.name || id,
      kind: kindOf(user, home),
      ...(user.tz === undefined ? {} : { zone: user.tz }),
    };
  });
  const group = remembering(now, keptMs, async (id): Promise<readonly string[]> => {
    const { users } = await client.usergroups.users.list({ usergroup: id });
    if (users === undefined) throw new PeopleUnavailable(`Slack did not say who is in the user group ${id}`);
    return users;
  });
  return {
    person: (id) =>
      clearly(`who ${id} is`, () => person(id)).catch((error: unknown) => {
        if (error instanceof PeopleUnavailable && unknownPeople.has(codeOf(error.cause)))
          return { id, name: id, kind: 'stranger' as const };
        throw error;
      }),
    groupMembers: (id) => clearly(`who is in the user group ${id}`, () => group(id)),
  };
}

type User = Partial<NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>>;

interface Home {
  readonly team: string;
  readonly enterprise: string | undefined;
}

/** What is not said to be so does not count as so: a member is somebody of this very workspace, and nothing else. */
function kindOf(user: User, home: Home): Person['kind'] {
  if (user.deleted !== false) return 'deactivated';
  if (user.is_bot !== false || user.is_workflow_bot === true || user.id === 'USLACKBOT') return 'bot';
  if (!belongs(user, home) || user.is_stranger === true) return 'stranger';
  return user.is_restricted === false && user.is_ultra_restricted === false ? 'member' : 'guest';
}

/** In Enterprise Grid the home workspace of a colleague may be another one; then his organization has to name ours. */
function belongs({ team_id: team, enterprise_user: grid }: User, home: Home): boolean {
  if (team === home.team) return true;
  return (
    home.enterprise !== undefined && grid?.enterprise_id === home.enterprise && (grid.teams ?? []).includes(home.team)
  );
}

const codeOf = (error: unknown): string => (error instanceof WebAPIPlatformError ? error.data.error : '');

async function clearly<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PeopleUnavailable) throw error;
    throw new PeopleUnavailable(`Slack did not say ${what} (${codeOf(error) || 'no answer'})`, { cause: error });
  }
}

/** Asks once for each key while an answer is fresh; people who ask at the same time share it, and failures are forgotten. */
function remembering<T>(now: () => number, freshMs: number, ask: (key: string) => Promise<T>) {
  const answers = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();
  return (key: string): Promise<T> => {
    const kept = answers.get(key);
    if (kept !== undefined && now() - kept.at < freshMs) return kept.answer;
    const answer = ask(key);
    answers.set(key, { at: now(), answer });
    answer.catch(() => {
      if (answers.get(key)?.answer === answer) answers.delete(key);
    });
    return answer;
  };
}
