import { plural } from '../../../../../domain/words.ts';
import { acknowledge, check, clear, type Decision } from '../check.ts';
import type { LoginPolicy } from '../facts.ts';
import { ownerOf } from '../login/owner.ts';
import { readLoginPolicies } from '../login/read-policies.ts';
import type { Subject } from '../subject.ts';
import { few, verb } from '../words.ts';

/** Undefined where IAM database authentication is off: then no policy lets anybody log in. */
type Reading = readonly LoginPolicy[] | undefined;

/** Policies name a cluster by its resource id, which a new cluster never has. */
export function decideDatabaseLogin(policies: Reading, { resourceId, name }: Subject): Decision {
  if (policies === undefined) return clear(`Off for ${name}: users log in with passwords, which come with the data.`);
  if (policies.length === 0)
    return clear(
      `On. No policy of this account names ${resourceId}; those that let every cluster be logged in to go on doing so.`,
    );
  return acknowledge(
    `${plural(policies.length, 'policy names', 'policies name')} ${resourceId} (${few(policies.map(ownerOf))}), and the new cluster has another id: whoever logs in by ${verb(policies, 'it', 'them')} cannot until the patch of this plan is carried out.`,
  );
}

export const databaseLogin = check<Reading>({
  id: 'database-login',
  what: 'IAM policies that name the cluster for logging in',
  read: async (context, { source, resourceId }) =>
    source.cluster.IAMDatabaseAuthenticationEnabled === true ? readLoginPolicies(context, resourceId) : undefined,
  decide: decideDatabaseLogin,
  facts: (policies) => ({ loginPolicies: policies ?? [] }),
});
