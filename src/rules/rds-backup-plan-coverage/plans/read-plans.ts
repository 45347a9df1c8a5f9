import {
  BackupClient,
  type BackupPlansListMember,
  type BackupSelectionsListMember,
  type BackupVaultListMember,
  DescribeRegionSettingsCommand,
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  paginateListBackupPlans,
  paginateListBackupSelections,
  paginateListBackupVaults,
} from '@aws-sdk/client-backup';
import pLimit from 'p-limit';
import type { RuleContext } from '../../../domain/rule.ts';
import { listed } from '../../reads.ts';
import type { RegionSettings } from '../assignment/opt-in.ts';
import { attempt, attemptIfThere, type Reading } from '../reading.ts';
import { parseRule, type Vaults } from './parse-rule.ts';
import { parseSelection, unreadSelection } from './parse-selection.ts';
import type { Plan, Selection } from './plan.ts';

/** Everything in a target that decides which databases will be backed up. */
export interface PlanReadings {
  readonly plans: Reading<readonly Plan[]>;
  readonly settings: RegionSettings;
  readonly vaults: Reading<readonly BackupVaultListMember[]>;
}

/** The most that AWS Backup lists in one answer. */
const pageSize = 1000;
/** Requests of one target that may wait side by side; how fast they go is the client's business. */
const sideBySide = 8;

/** One call for the plans, two for each plan, one for each selection, one for the vaults and one for the opt-in. */
export async function readPlans(context: RuleContext): Promise<PlanReadings> {
  const reader = createReader(context);
  const [found, vaults, settings] = await Promise.all([reader.listPlans(), reader.listVaults(), reader.settings()]);
  if (found.unread !== undefined) return { plans: found, settings, vaults };
  const byName = vaults.value && new Map(vaults.value.map((vault) => [vault.BackupVaultName ?? '', vault]));
  const plans = await Promise.all(found.value.map((plan) => reader.readPlan(plan, byName)));
  return { plans: { value: plans.filter((plan) => plan !== undefined) }, settings, vaults };
}

function createReader({ client, signal, now }: RuleContext) {
  const backup = client(BackupClient);
  const config = { client: backup, pageSize, stopOnSameToken: true };
  const options = { abortSignal: signal };
  const limit = pLimit(sideBySide);

  const listPlans = () =>
    attempt(async () => {
      const found: BackupPlansListMember[] = [];
      for await (const page of paginateListBackupPlans(config, {}, options))
        found.push(...listed('backup:ListBackupPlans', page.BackupPlansList));
      return found.filter(({ DeletionDate }) => DeletionDate === undefined);
    });

  const listVaults = () =>
    attempt(async () => {
      const found: BackupVaultListMember[] = [];
      for await (const page of paginateListBackupVaults(config, {}, options))
        found.push(...listed('backup:ListBackupVaults', page.BackupVaultList));
      return found;
    });

  async function settings(): Promise<RegionSettings> {
    const { value, unread } = await attempt(() => backup.send(new DescribeRegionSettingsCommand({}), options));
    if (unread !== undefined) return { unread };
    const optIn = value?.ResourceTypeOptInPreference;
    return optIn === undefined ? { unread: 'the answer to backup:DescribeRegionSettings names no type' } : { optIn };
  }

  const listSelections = (BackupPlanId: string) =>
    limit(() =>
      attemptIfThere(async () => {
        const found: BackupSelectionsListMember[] = [];
        for await (const page of paginateListBackupSelections(config, { BackupPlanId }, options))
          found.push(...listed('backup:ListBackupSelections', page.BackupSelectionsList));
        return found;
      }),
    );

  async function readSelection(member: BackupSelectionsListMember, planId: string): Promise<Selection | undefined> {
    const { SelectionId } = member;
    if (SelectionId === undefined) return unreadSelection(member, 'AWS lists it without an id');
    const command = new GetBackupSelectionCommand({ BackupPlanId: planId, SelectionId });
    const { value, unread } = await limit(() => attemptIfThere(() => backup.send(command, options)));
    if (unread !== undefined) return unreadSelection(member, unread);
    return value && parseSelection(value, member);
  }

  /** Undefined when it is gone by now. */
  async function readPlan(member: BackupPlansListMember, vaults: Vaults): Promise<Plan | undefined> {
    const { BackupPlanId: id } = member;
    if (id === undefined) {
      const unread = 'AWS lists it without an id';
      const name = member.BackupPlanName ?? 'without a name';
      return { id: '', name, rules: [], selections: [], rulesUnread: unread, selectionsUnread: unread };
    }
    const [plan, selections] = await Promise.all([
      limit(() => attemptIfThere(() => backup.send(new GetBackupPlanCommand({ BackupPlanId: id }), options))),
      listSelections(id),
    ]);
    if (plan.unread === undefined && plan.value === undefined) return undefined;
    const rules = plan.value?.BackupPlan?.Rules;
    const read = await Promise.all((selections.value ?? []).map((each) => readSelection(each, id)));
    return {
      id,
      name: plan.value?.BackupPlan?.BackupPlanName ?? member.BackupPlanName ?? id,
      rules: (rules ?? []).map((rule) => parseRule(rule, vaults, now)),
      selections: read.filter((selection) => selection !== undefined),
      rulesUnread:
        plan.unread ?? (rules === undefined ? 'the answer to backup:GetBackupPlan held no rules' : undefined),
      selectionsUnread: selections.unread,
    };
  }

  return { listPlans, listVaults, settings, readPlan };
}
