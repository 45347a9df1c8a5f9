/** What buttons about an approval carry: its id and the hash of the plan that was on screen. */
export const approvalValue = (approvalId: string, planHash: string): string => `${approvalId}:${planHash}`;

export const approvalIdOf = (value: string): string => value.split(':')[0] ?? '';
export const planHashOf = (value: string): string => value.split(':')[1] ?? '';
