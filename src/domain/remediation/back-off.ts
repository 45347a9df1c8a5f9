/** Milliseconds before the next look after `count` looks in a row that failed: 5 s, 10 s, 20 s … 5 min. */
export const lookAgainAfter = (count: number): number => Math.min(5_000 * 2 ** Math.max(0, count - 1), 300_000);

/** Milliseconds before the finding is judged once more: 1, 2, 4 min … 6 h. */
export const judgeAgainAfter = (count: number): number => Math.min(60_000 * 2 ** Math.max(0, count - 1), 21_600_000);

/** A step past its deadline is looked at no more often than this; milliseconds. */
export const overdueLookMs = 180_000;
