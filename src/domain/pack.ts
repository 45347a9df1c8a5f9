/** A set of rules that an account turns on. */
export type Pack = 'recoverability' | 'hygiene';
export const packs: readonly Pack[] = ['recoverability', 'hygiene'];
