import type { ClusterSettings } from '../settings/cluster-settings.ts';
import type { MemberSettings } from '../settings/member-settings.ts';

/** Settings of a cluster that would act on something outside of a copy, or let somebody outside act on it. */
export const inertCluster: readonly (keyof ClusterSettings)[] = [
  'parameterGroup',
  'deletionProtection',
  'managedPassword',
  'passwordKey',
  'dataApi',
  'roles',
  'tags',
];

export const inertMember: readonly (keyof MemberSettings)[] = ['tags'];

/** The same settings for a copy that does nothing by itself: no events, no roles, no secret, no tags of people. */
export const inert = (settings: ClusterSettings, parameterGroup: string): ClusterSettings => ({
  ...settings,
  parameterGroup,
  deletionProtection: true,
  managedPassword: false,
  passwordKey: null,
  dataApi: false,
  roles: [],
  tags: {},
});
