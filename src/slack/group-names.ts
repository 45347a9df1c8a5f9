import type { WebClient } from '@slack/web-api';

/** Handles change rarely, and nothing is decided by them; milliseconds. */
const keptMs = 600_000;

/**
 * Handles of the workspace's user groups by id, as Slack says now or said within the last ten minutes. Without an
 * answer (a free plan has no groups) there are none: whoever shows them then shows their ids.
 */
export function createGroupNames(client: WebClient, now: () => number): () => Promise<ReadonlyMap<string, string>> {
  let kept: { readonly at: number; readonly names: Promise<ReadonlyMap<string, string>> } | undefined;
  return () => {
    if (kept === undefined || now() - kept.at > keptMs) kept = { at: now(), names: ask(client) };
    return kept.names;
  };
}

async function ask(client: WebClient): Promise<ReadonlyMap<string, string>> {
  try {
    const { usergroups = [] } = await client.usergroups.list();
    return new Map(usergroups.flatMap(({ id, handle }) => (id && handle ? [[id, handle] as const] : [])));
  } catch {
    return new Map();
  }
}
