import { Redis } from 'ioredis';

/** A clock that runs faster than the real one: all processes of a test that are given the same one agree on the time. */
export interface FastTime {
  /** The time that it starts at, and the real time of that moment; milliseconds. */
  readonly start: number;
  readonly realStart: number;
  /** How many times as fast. */
  readonly speed: number;
}

const RealDate = Date;

export const timeOf = ({ start, realStart, speed }: FastTime): number =>
  Math.floor(start + (RealDate.now() - realStart) * speed);

/** The next Saturday at midnight, UTC. */
export function fastTimeFrom(real: number, speed: number): FastTime {
  const midnight = new RealDate(real);
  midnight.setUTCHours(0, 0, 0, 0);
  do midnight.setUTCDate(midnight.getUTCDate() + 1);
  while (midnight.getUTCDay() !== 6);
  return { start: midnight.getTime(), realStart: real, speed };
}

/**
 * Lets this process, and the clock that Redis tells it, run fast. Timers and what lives in Redis keep real time, and so
 * does the queue, which finds the true clock as `globalThis.RealDate`.
 */
export function runFast(time: FastTime): void {
  Object.assign(globalThis, {
    RealDate,
    Date: class extends RealDate {
      constructor(...parts: unknown[]) {
        if (parts.length === 0) super(timeOf(time));
        else super(...(parts as [number]));
      }
      static override now = (): number => timeOf(time);
    },
  });
  Object.assign(Redis.prototype, {
    time: async () => {
      const now = timeOf(time);
      return [Math.floor(now / 1_000), (now % 1_000) * 1_000];
    },
  });
}

const given = process.env.TEST_TIME;
export const fastTime: FastTime | undefined = given === undefined ? undefined : JSON.parse(given);
if (fastTime !== undefined) runFast(fastTime);
