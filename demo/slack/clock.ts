/** Milliseconds since 1970; tests pass their own to let minutes go by. */
export type Clock = () => number;
