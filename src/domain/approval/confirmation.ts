import type { Plan } from '../remediation/plan.ts';

/** What has to be typed to approve: the name of the database, or all names when there are several. */
export const confirmationOf = ({ items }: Pick<Plan, 'items'>): string =>
  [...new Set(items.map(({ resource }) => resource.id))].join(', ');

/**
 * Spaces around it come with copying and mean nothing. Everything else has to be the same, code unit by code unit:
 * identifiers of RDS are plain ASCII, so a Unicode normalisation (K from U+212A) could only let a look-alike through.
 */
export const isConfirmed = (plan: Pick<Plan, 'items'>, typed: string | undefined): boolean =>
  typed?.trim() === confirmationOf(plan) && confirmationOf(plan) !== '';
