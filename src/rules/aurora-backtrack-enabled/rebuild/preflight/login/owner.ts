import type { LoginPolicy } from '../facts.ts';

/** `role shop-app` */
export const ownerOf = ({ owner, policy }: LoginPolicy): string =>
  owner.kind === 'managed-policy' ? `policy ${policy}` : `${owner.kind} ${owner.name}`;
