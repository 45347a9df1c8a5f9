import type { Finding } from '../../domain/finding.ts';
import type { MuteSubject } from '../../domain/mute/mute.ts';
import { answerTo, insistOnQueue } from '../answers.ts';
import { told } from '../blocks/mrkdwn.ts';
import { mutesPage } from '../commands/mutes.ts';
import { openModal } from '../open-modal.ts';
import { newMuteForm, showMute, usualTime } from '../show-mute.ts';
import { tellView } from '../views/modal.ts';
import { readMuteForm } from '../views/mute-form.ts';
import { countingView } from '../views/mute-modal.ts';
import { updateView } from '../views/review.ts';
import type { PressHandler } from './press.ts';

const databases: ReadonlySet<string> = new Set(['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

/** What can be muted from a finding: itself, its database, its rule in its account. */
const subjectsFor = ({ id, ruleId, resource, target }: Finding): MuteSubject[] => [
  { kind: 'finding', findingId: id },
  ...(databases.has(resource.type) ? [{ kind: 'database', arn: resource.arn } as const] : []),
  { kind: 'account-rule', accountId: target.accountId, ruleId },
];

const notFound = 'That is no longer among the newest findings. `/aurora findings` shows how things are now.';

/** Mute…: the value is a finding's id. */
export const openMute: PressHandler = async (deps, press, client) => {
  insistOnQueue(deps.ready);
  const opened = await openModal(client, press, countingView('Counting what that would hide …'));
  if ('text' in opened) return opened;
  const fill = async () => {
    const finding = await deps.findings.get(press.value);
    if (finding === undefined) return tellView(notFound);
    const { accountId } = finding.target;
    const account = deps.estate.accounts.find(({ id }) => id === accountId);
    return showMute(deps, press, newMuteForm(subjectsFor(finding), usualTime(account)));
  };
  const view = await fill().catch((error: unknown) => tellView(answerTo(error, deps.logger)));
  await updateView(deps, client, opened.viewId, view);
  return undefined;
};

/** Something else was chosen in the form: its preview, in the same place. */
export const previewMuteAgain: PressHandler = async (deps, press, client) => {
  const { view } = press;
  if (view === undefined) return undefined;
  insistOnQueue(deps.ready);
  const { form } = readMuteForm(view, deps.now());
  await updateView(deps, client, view.id, await showMute(deps, press, form));
  return undefined;
};

/** Unmute: the value is a mute's id. */
export const unmute: PressHandler = async (deps, press) => {
  insistOnQueue(deps.ready);
  return { text: told((await deps.muting.unmute(press, press.value)).text) };
};

/** The same from somebody's own list, which is shown anew. The value is `<mute id>:<page>`. */
export const unmuteListed: PressHandler = async (deps, press) => {
  insistOnQueue(deps.ready);
  const [muteId = '', page = '0'] = press.value.split(':');
  const said = await deps.muting.unmute(press, muteId);
  return { ...(await mutesPage(deps, Number(page), told(said.text))), replace: true };
};

export const turnMutesPage: PressHandler = async (deps, { value }) => ({
  ...(await mutesPage(deps, Number(value))),
  replace: true,
});
