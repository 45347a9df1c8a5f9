import type { Stage } from '../../../../domain/remediation/stage.ts';
import { readStanding } from '../after/read.ts';

/** A retirement that ended half way has left the old cluster without instances: nothing must be put in place that nobody can connect to. */
export const needsInstances = (stage: Stage): Stage => ({
  ...stage,
  plan: async (context, findings) => {
    const draft = await stage.plan(context, findings);
    const { old } = await readStanding(context);
    if (old === undefined || (old.DBClusterMembers ?? []).length > 0) return draft;
    const refusal = `${old.DBClusterIdentifier} has no instances any more, so nobody could connect to it: add one first, or restore its snapshot.`;
    return { ...draft, refusals: [...draft.refusals, refusal] };
  },
});
