/** Sorts what can be compared, the smaller first. */
export const inOrder = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
