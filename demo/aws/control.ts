import type { BackupJob } from '@aws-sdk/client-backup';
import type { JobWorld } from './backup/job-world.ts';
import { runPlan, selectedBy } from './backup/run-plan.ts';
import type { IssuedKeys } from './identity.ts';
import type { PlanState } from './organization/backup-plans.ts';
import { type RegionInput, regionSchema } from './organization/schema.ts';
import type { World } from './perform.ts';
import { type Behaviour, behaviourInput } from './rds/behaviour.ts';
import { type SignIn, signIn } from './sign-in.ts';
import { type Wait, waitMs } from './time.ts';
import { type TrafficControl, trafficControl } from './traffic/control.ts';

/** A database and the plan that would back it up. */
export interface Assignment {
  readonly arn: string;
  readonly planName: string;
  readonly selectionName: string;
}

/** What a test or a demo may do behind AWS's back. */
export interface Control extends TrafficControl {
  /** Lets happen what is due by now, for those who look at the state itself. */
  readonly settle: () => void;
  /** Chooses what AWS shows where its behaviour is not known. */
  readonly behave: (behaviour: Partial<Behaviour>) => void;
  /** Runs a plan, by its id or name, as if its schedule had come. Throws when there is none. */
  readonly runPlan: (accountId: string, region: string, plan: string) => BackupJob[];
  /**
   * Puts a Region's holdings in the place of those it has, ages counted back from now: what people do in AWS. Throws when
   * they are not described as in the organization file.
   */
  readonly describeRegion: (accountId: string, region: string, holdings: RegionInput) => void;
  /** Which databases the plans of a Region would back up: an opinion of its own, beside that of the rules. */
  readonly assignments: (accountId: string, region: string) => Assignment[];
  /** Keys of a role for a person, as AWS's access portal hands them out. Throws when there is no such role. */
  readonly signIn: (who: SignIn) => IssuedKeys;
}

export function createControl(world: World): Control {
  const settle = (): void => {
    world.watch.changed();
    world.timeline.settle(world.clock());
  };
  const worldOf = (accountId: string, region: string): JobWorld => {
    settle();
    const account = world.state.get(accountId);
    if (!account) throw new Error(`no account ${accountId} in the organization`);
    const wait = (...waits: readonly Wait[]): number => waitMs(world.timing, waits);
    const { timeline, clock } = world;
    return { account, region, now: clock(), at: timeline.at, waitMs: wait, holdings: account.region(region) };
  };
  return {
    settle,
    ...trafficControl(world, settle),
    signIn: (who) => signIn(world, who),
    behave: (behaviour) => {
      Object.assign(world.behaviour, behaviourInput.parse(behaviour));
    },
    runPlan: (accountId, region, plan) => {
      const here = worldOf(accountId, region);
      const found = living(here).find((one) => one.id === plan || nameOf(one) === plan);
      if (!found) throw new Error(`no plan ${plan} in ${accountId}/${region}`);
      return runPlan(found, here);
    },
    describeRegion: (accountId, region, holdings) => {
      const { account, now } = worldOf(accountId, region);
      account.rebuild(region, regionSchema.parse(holdings), now);
    },
    assignments: (accountId, region) => {
      const here = worldOf(accountId, region);
      return living(here).flatMap((plan) =>
        selectedBy(plan, here.holdings).map(({ database, selectionName }) => ({
          arn: database.arn,
          planName: nameOf(plan),
          selectionName,
        })),
      );
    },
  };
}

function living({ holdings }: JobWorld): PlanState[] {
  return [...holdings.backup.plans.values()].filter(({ deleted }) => deleted === undefined);
}

function nameOf({ versions }: PlanState): string {
  return versions.at(-1)?.plan.BackupPlanName ?? '';
}
