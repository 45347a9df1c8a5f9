type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same object without its undefined values, so that spreading it never overwrites with nothing. */
export const defined = <T extends object>(value: T | undefined): Defined<T> =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([, each]) => each !== undefined)) as Defined<T>;
