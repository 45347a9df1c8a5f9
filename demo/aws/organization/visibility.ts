/** From when on a resource can be read, and until when lists still show it. */
export interface Visibility {
  readonly readableFrom: Date;
  readonly listedFrom: Date;
  deleted: Date | undefined;
  /** Lists show a deleted resource until then. */
  listedUntil: Date | undefined;
}

/** The visibility of what stands since a moment, and was perhaps deleted at another. */
export function seenSince(since: Date, deleted?: Date): Visibility {
  return { readableFrom: since, listedFrom: since, deleted, listedUntil: deleted };
}

export function isReadable({ readableFrom, deleted }: Visibility, now: Date): boolean {
  return deleted === undefined && readableFrom <= now;
}

export function isListed({ listedFrom, listedUntil }: Visibility, now: Date): boolean {
  return listedFrom <= now && (listedUntil === undefined || now < listedUntil);
}
