import { ConfigurationError } from '../../domain/errors.ts';
import type { Life } from '../../domain/life/life.ts';
import { readSince } from '../../domain/life/since.ts';
import { isWatched } from '../../domain/life/watched.ts';
import {
  type ListQuery,
  type ListRequest,
  type ListStatus,
  listPage,
  type OpenSince,
  targetIsListed,
} from '../../domain/listing.ts';
import { describeScope, readScope } from '../../domain/scope.ts';
import { insistOnQueue } from '../answers.ts';
import { findingsList } from '../blocks/findings-list.ts';
import { section } from '../blocks/limits.ts';
import type { Rendered } from '../blocks/rendered.ts';
import { renderContext, type SlackDeps } from '../deps.ts';

export interface FindingsQuery extends ListRequest {
  readonly page: number;
}

/** `/aurora findings`: the newest verdicts from the records, without asking AWS. */
export async function findingsCommand(deps: SlackDeps, asked: FindingsQuery): Promise<Rendered> {
  const { estate, metas, findings, lives } = deps;
  const { page, ...typed } = asked;
  const { request, status, since, sort } = typed;
  const answer = readScope(request, estate.accounts, metas);
  if ('problems' in answer) throw new ConfigurationError(answer.problems);
  insistOnQueue(deps.ready);
  const from = since === undefined ? undefined : readSince(since, deps.now());
  const query: ListQuery = {
    scope: answer.scope,
    status: (status ?? 'fail') as ListStatus,
    ...(from === undefined ? {} : { since: from }),
    ...(sort === undefined ? {} : { sort }),
  };
  const accountIds = new Set(estate.accounts.map(({ id }) => id));
  const targets = (await findings.targets()).filter(({ result }) => targetIsListed(result.target, query, accountIds));
  if (targets.length === 0) {
    const text = 'Nothing of that has been audited yet. `/aurora audit` does it.';
    return { text, blocks: [section(text)] };
  }
  const watched = keep(findings.list(), (finding) => isWatched(finding, estate.accounts, metas, query.scope));
  const ages = from === undefined && sort === undefined ? undefined : await openSince(lives.list());
  const listed = await listPage(watched, query, accountIds, page, ages);
  const shown = await Promise.all(listed.ids.map((id) => Promise.all([findings.get(id), lives.get(id)])));
  const list = {
    ...listed,
    findings: shown.flatMap(([finding]) => finding ?? []),
    lives: shown.flatMap(([, life]) => life ?? []),
    scope: describeScope(query.scope, estate.accounts),
    asked: { ...typed, status: query.status },
    ...(from === undefined ? {} : { from }),
    oldest: targets.map(({ scannedAt }) => scannedAt).sort()[0] ?? '',
    unscanned: targets.filter(({ result }) => result.status === 'failed').length,
    targets: targets.length,
  };
  return findingsList(list, renderContext(deps));
}

async function* keep<T>(items: AsyncIterable<T>, wanted: (item: T) => boolean): AsyncGenerator<T> {
  for await (const item of items) if (wanted(item)) yield item;
}

async function openSince(lives: AsyncIterable<Life>): Promise<OpenSince> {
  const times = new Map<string, string>();
  for await (const life of lives) if (life.openSince !== undefined) times.set(life.findingId, life.openSince);
  return times;
}
