const leastMs = 5_000;
const mostMs = 3_600_000;

/**
 * Milliseconds until an event that has waited for `ageMs` is sent again: half its age, so that the pauses grow from
 * five seconds to an hour. A receiver that says how long it wants is given at least that.
 */
export const againAfterMs = (ageMs: number, askedMs = 0): number =>
  Math.max(Math.min(Math.max(ageMs / 2, leastMs), mostMs), Math.min(askedMs, mostMs));
