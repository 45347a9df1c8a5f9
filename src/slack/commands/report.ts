import { ConfigurationError } from '../../domain/errors.ts';
import { type ExportFormat, exportFormats, isExportFormat } from '../../domain/exports/formats.ts';
import { shortId } from '../../domain/ids.ts';
import { type ListStatus, targetIsListed } from '../../domain/listing.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { readScope, type ScopeRequest } from '../../domain/scope.ts';
import { insistOnQueue } from '../answers.ts';
import { section } from '../blocks/limits.ts';
import type { Rendered } from '../blocks/rendered.ts';
import type { SlackDeps } from '../deps.ts';
import type { CommandBy } from './audit.ts';

export interface ReportRequestRead {
  readonly request: ScopeRequest;
  readonly status: string | undefined;
}

/** `/aurora report [FORMAT] [filters]`: the newest verdicts as a file, without asking AWS. */
export async function reportCommand(
  deps: SlackDeps,
  { request, status = 'all' }: ReportRequestRead,
  { userId, channelId, triggerId }: CommandBy,
): Promise<Rendered> {
  const { estate, metas, findings, queue } = deps;
  const { format, accounts } = formatOf(request, estate.accounts);
  const answer = readScope({ ...request, accounts }, estate.accounts, metas);
  if ('problems' in answer) throw new ConfigurationError(answer.problems);
  insistOnQueue(deps.ready);
  const { scope } = answer;
  const accountIds = new Set(estate.accounts.map(({ id }) => id));
  const targets = await findings.targets();
  if (!targets.some(({ result }) => targetIsListed(result.target, { scope }, accountIds)))
    return said('Nothing of that has been audited yet. `/aurora audit` does it.');
  await queue.exportReport({
    requestId: shortId(triggerId),
    format,
    scope,
    status: status as ListStatus,
    requestedBy: { userId, channelId },
  });
  return said(`The ${format.toUpperCase()} file is on its way.`);
}

const said = (text: string): Rendered => ({ text, blocks: [section(text)] });

/** The first word, when it is a format; HTML otherwise. What is neither that nor an account gets the nearest of both. */
function formatOf(
  { accounts }: ScopeRequest,
  known: readonly { readonly id: string; readonly name: string }[],
): { readonly format: ExportFormat; readonly accounts: readonly string[] } {
  const [first = '', ...rest] = accounts;
  const word = first.toLowerCase();
  if (isExportFormat(word)) return { format: word, accounts: rest };
  const names = known.flatMap(({ id, name }) => [name, id]);
  if (first === '' || names.some((name) => name.toLowerCase() === word)) return { format: exportFormats[0], accounts };
  throw new ConfigurationError([
    `There is no format and no account \`${first.slice(0, 80)}\`.${
      didYouMean(first, [...exportFormats, ...names]) || ` Formats: ${exportFormats.join(', ')}.`
    }`,
  ]);
}
