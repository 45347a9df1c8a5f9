const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * `21 Nov 2026, 09:00 UTC`: a file is read where nobody knows the reader's time zone. What is no time stays as it is.
 * By hand, because a report writes ten thousands of them, and luxon takes twenty times as long.
 */
export function writtenTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const clock = time.toISOString().slice(11, 16);
  return `${time.getUTCDate()} ${months[time.getUTCMonth()]} ${time.getUTCFullYear()}, ${clock} UTC`;
}
