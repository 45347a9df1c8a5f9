const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** A time as AWS writes it in XML: ISO 8601 in UTC, without milliseconds when they are zero. */
export function toTimestamp(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z');
}

/** Reads ISO 8601 with a zone; `undefined` when it is anything else. */
export function fromTimestamp(text: string): Date | undefined {
  const time = new Date(text);
  return ISO_8601.test(text) && !Number.isNaN(time.getTime()) ? time : undefined;
}
