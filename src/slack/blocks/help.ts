import { context, section } from './limits.ts';
import { sentence } from './mrkdwn.ts';
import { fallback, type Rendered } from './rendered.ts';

export const usage = [
  ['audit [account|all] [--region R] [--rule ID] [--tag k=v]', 'which databases could not be brought back? Read-only'],
  [
    'findings [account] [--region R] [--rule ID] [--status S] [--tag k=v] [--since 7d] [--muted] [--sort age]',
    'the newest verdicts, without a new scan; all, or what began to fail lately; the longest failing first',
  ],
  [
    'digest on|off|now|preview|status [--at 09:00] [--zone Europe/Berlin] [--account A] [--region R] [--rule ID] [--tag k=v] [--quiet line|nothing]',
    'what changed, in this channel, every day',
  ],
  [
    'report [html|csv|json|ocsf] [account] [--region R] [--rule ID] [--status S] [--tag k=v]',
    'the newest verdicts as a file; HTML is a page to filter and sort',
  ],
  ['show DATABASE', 'what is known of one database: verdicts, since when, and what happened to it; a name or an ARN'],
  [
    'mute WHAT TIME REASON',
    'set a finding, a database or `account:rule` aside, like `legacy-etl 14d moves away`; approvers only',
  ],
  ['mutes', 'what is muted, by whom, why, and what that hides'],
  ['unmute WHAT', 'take a mute back; whoever set it, and approvers'],
  ['approvals', 'what waits for approval or for its start'],
  ['jobs', 'fixes under way, and the last ones'],
  ['explain RULE', 'what a rule looks for, why, how to check and fix it'],
  ['accounts', 'which accounts are looked after, what may be done there, how many approve, and how each last went'],
  ['pause REASON', 'stop all fixes from starting or going on; approvers only'],
  ['resume', 'allow them again; approvers only'],
  ['audit-log [FROM] [TO]', 'who asked, approved and changed what, as a file; dates like 2026-11-21; approvers only'],
  ['help', 'this'],
] as const;

export const subcommands: readonly string[] = usage.map(([line]) => line.split(' ', 1)[0] ?? '');

/** `problem` is plain text that comes first: what was wrong with the command. */
export function help(problem?: string): Rendered {
  const lines = usage.map(([line, what]) => `\`/aurora ${line}\`\n${what}`);
  return {
    text: fallback(problem ?? 'Aurora Keeper keeps Amazon Aurora and RDS databases recoverable.'),
    blocks: [
      section(
        problem === undefined
          ? '*Aurora Keeper* keeps Amazon Aurora and RDS databases recoverable.'
          : sentence(problem),
      ),
      section(lines.join('\n')),
      context('Options may be repeated. Values with blanks go in quotes.'),
    ],
  };
}
