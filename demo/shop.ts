import type { SimulatedAws } from './aws/server.ts';
import type { DemoClock } from './clock/demo-clock.ts';

/** The account and Region of the shop, whose applications write to `orders`. */
export const shopAt = ['222222222222', 'us-east-1'] as const;

/** What the team of the shop may do to its applications. */
export interface Shop {
  /** They end their sessions and write no more. Until they go on, and for a moment after that, the clock runs faster. */
  readonly stop: () => void;
  readonly start: () => void;
  /** Hosts that are connected, one for each session, and the cluster each is connected to. */
  readonly sessions: () => { readonly host: string; readonly cluster: string }[];
  readonly close: () => void;
}

/** So long the clock goes on running faster after a start: CloudWatch tells of new sessions after some minutes. Milliseconds. */
const stillFastMs = 20_000;

/** `pace`: how many times as fast as real time the clock runs while the applications are stopped. */
export function createShop(aws: SimulatedAws, clock: DemoClock, pace: number): Shop {
  let slowing: NodeJS.Timeout | undefined;
  return {
    stop: () => {
      clearTimeout(slowing);
      aws.control.freeze(...shopAt);
      clock.run(pace);
    },
    start: () => {
      clearTimeout(slowing);
      aws.control.thaw(...shopAt);
      slowing = setTimeout(() => clock.run(1), stillFastMs);
    },
    sessions: () => aws.control.sessions(...shopAt),
    close: () => clearTimeout(slowing),
  };
}
