const firstMinutes = 15;

/**
 * When approvers are reminded for the next time, after `sent` reminders: 15 minutes after they were asked, then after
 * 30, 60, … more. Undefined when that would be too late to decide.
 */
export function nextReminder(sent: number, now: Date, expiresAt: string | undefined): string | undefined {
  const at = now.getTime() + firstMinutes * 2 ** sent * 60_000;
  if (expiresAt !== undefined && at >= Date.parse(expiresAt)) return undefined;
  return new Date(at).toISOString();
}
