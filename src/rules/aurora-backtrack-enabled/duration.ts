/** Backtrack windows are seconds in the API, 0 to 259,200 (BacktrackWindow of ModifyDBCluster). */
export const secondsPerHour = 3600;

/** `36 h`, `1 s`, `90 min`: the largest unit that stays whole. */
export function duration(seconds: number): string {
  if (seconds % secondsPerHour === 0) return `${seconds / secondsPerHour} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds.toLocaleString('en-US')} s`;
}

/** `2 h`, `45 min`: rounded down to what people say; for times that were measured, not set. */
export function roughly(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds / 60));
  return whole < 120 ? `${whole} min` : `${Math.floor(whole / 60)} h`;
}

/** `2026-11-21 09:00 UTC` */
export const timestamp = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
