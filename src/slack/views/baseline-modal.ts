import type { ModalView } from '@slack/types';
import { type BaselinePreview, totalOf, whoMayThere } from '../../domain/mute/baseline.ts';
import { plural } from '../../domain/words.ts';
import { context, section } from '../blocks/limits.ts';
import { safe, told } from '../blocks/mrkdwn.ts';
import { viewIds } from '../ids.ts';
import { modal } from './modal.ts';

const title = 'Accept as baseline';
const accountsShown = 20;

/** How many failures would be known from now on, where, and what is told all the same. */
export function baselineView(preview: BaselinePreview, auditId: string): ModalView {
  if ('problem' in preview) return modal({ callbackId: viewIds.told, title, head: [section(told(preview.problem))] });
  const { mine, others } = preview;
  const count = totalOf(mine);
  const list = (counts: typeof mine) =>
    [
      ...counts
        .slice(0, accountsShown)
        .map((each) => `• ${safe(each.account.name)}: ${each.count.toLocaleString('en-US')}`),
      ...(counts.length > accountsShown ? [`and ${plural(counts.length - accountsShown, 'more account')}`] : []),
    ].join('\n');
  const left = totalOf(others);
  const leftOut =
    left === 0
      ? []
      : [
          section(
            `:no_entry: Left out: ${plural(left, 'failure')} in accounts where you may not set anything aside.\n${list(others)}\n${told(whoMayThere(others))}`,
          ),
        ];
  if (count === 0)
    return modal({
      callbackId: viewIds.told,
      title,
      head: [...(left === 0 ? [section('Nothing of that audit is left to accept.')] : []), ...leftOut],
    });
  return modal({
    callbackId: viewIds.baseline,
    title,
    submit: `Accept ${count.toLocaleString('en-US')}`,
    metadata: { auditId },
    head: [
      section(
        `*${plural(count, 'failure')} of audit ${auditId} ${count === 1 ? 'becomes' : 'become'} the baseline*\n${list(mine)}`,
      ),
      section(
        'From now on they are *known*: counted apart, behind *Show known*. They stay in exports and can still be fixed. Forget the baseline to be told of all of them again.',
      ),
      section('*Still told*: what is new, what fails for another cause, and what was fixed and fails again.'),
      ...leftOut,
      context('Nothing is muted and nothing is changed in AWS.'),
    ],
  });
}
