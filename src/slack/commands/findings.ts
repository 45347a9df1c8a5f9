import { ConfigurationError } from '../../domain/errors.ts';
import { type ListQuery, type ListStatus, listPage, targetIsListed } from '../../domain/listing.ts';
import { describeScope, readScope, type ScopeRequest } from '../../domain/scope.ts';
import { insistOnQueue } from '../answers.ts';
import { findingsList } from '../blocks/findings-list.ts';
import { section } from '../blocks/limits.ts';
import type { Rendered } from '../blocks/rendered.ts';
import { renderContext, type SlackDeps } from '../deps.ts';

export interface FindingsQuery {
  readonly request: ScopeRequest;
  readonly status: string | undefined;
  readonly page: number;
}

/** `/aurora findings`: the newest verdicts from the records, without asking AWS. */
export async function findingsCommand(deps: SlackDeps, { request, status, page }: FindingsQuery): Promise<Rendered> {
  const { estate, metas, findings } = deps;
  const answer = readScope(request, estate.accounts, metas);
  if ('problems' in answer) throw new ConfigurationError(answer.problems);
  insistOnQueue(deps.ready);
  const query: ListQuery = { scope: answer.scope, status: (status ?? 'fail') as ListStatus };
  const accountIds = new Set(estate.accounts.map(({ id }) => id));
  const targets = (await findings.targets()).filter(({ result }) => targetIsListed(result.target, query, accountIds));
  if (targets.length === 0) {
    const text = 'Nothing of that has been audited yet. `/aurora audit` does it.';
    return { text, blocks: [section(text)] };
  }
  const listed = await listPage(findings.list(), query, accountIds, page);
  const shown = await Promise.all(listed.ids.map((id) => findings.get(id)));
  const list = {
    ...listed,
    findings: shown.flatMap((finding) => finding ?? []),
    scope: describeScope(query.scope, estate.accounts),
    status: query.status,
    request,
    oldest: targets.map(({ scannedAt }) => scannedAt).sort()[0] ?? '',
    unscanned: targets.filter(({ result }) => result.status === 'failed').length,
    targets: targets.length,
  };
  return findingsList(list, renderContext(deps));
}
