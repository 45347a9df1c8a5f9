import type { Check } from './check.ts';
import { activityStream } from './checks/activity-stream.ts';
import { alarms } from './checks/alarms.ts';
import { autoscaling } from './checks/autoscaling.ts';
import { backupSelections } from './checks/backup-selections.ts';
import { blueGreen } from './checks/blue-green.ts';
import { clusterState } from './checks/cluster-state.ts';
import { customEndpoints } from './checks/custom-endpoints.ts';
import { dataApi } from './checks/data-api.ts';
import { databaseLogin } from './checks/database-login.ts';
import { deletionProtection } from './checks/deletion-protection.ts';
import { dms } from './checks/dms.ts';
import { encryptionKeys } from './checks/encryption-keys.ts';
import { eventSubscriptions } from './checks/event-subscriptions.ts';
import { globalDatabase } from './checks/global-database.ts';
import { identifiers } from './checks/identifiers.ts';
import { instances } from './checks/instances.ts';
import { maintenance } from './checks/maintenance.ts';
import { masterSecret } from './checks/master-secret.ts';
import { parameterGroups } from './checks/parameter-groups.ts';
import { pendingChanges } from './checks/pending-changes.ts';
import { proxies } from './checks/proxies.ts';
import { quotas } from './checks/quotas.ts';
import { replication } from './checks/replication.ts';
import { roles } from './checks/roles.ts';
import { secrets } from './checks/secrets.ts';
import { sharedSnapshots } from './checks/shared-snapshots.ts';
import { subnets } from './checks/subnets.ts';
import { zeroEtl } from './checks/zero-etl.ts';

/** In the order in which people read them: may it be done at all, who uses it, is there room for it. */
export const checks: readonly Check[] = [
  clusterState,
  instances,
  identifiers,
  pendingChanges,
  maintenance,
  globalDatabase,
  replication,
  zeroEtl,
  dms,
  activityStream,
  blueGreen,
  proxies,
  customEndpoints,
  autoscaling,
  databaseLogin,
  masterSecret,
  secrets,
  dataApi,
  alarms,
  eventSubscriptions,
  backupSelections,
  sharedSnapshots,
  roles,
  parameterGroups,
  encryptionKeys,
  subnets,
  quotas,
  deletionProtection,
];
