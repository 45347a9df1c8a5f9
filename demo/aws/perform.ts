import type { Admission } from './admit.ts';
import type { Clock } from './clock.ts';
import { refusal } from './errors.ts';
import type { Fault } from './faults.ts';
import type { Identity } from './identity.ts';
import type { Pager } from './pages.ts';
import { denial } from './permissions.ts';
import type { Behaviour } from './rds/behaviour.ts';
import { requestContext } from './request-context.ts';
import { isRead } from './request-log.ts';
import type { Call } from './service.ts';
import type { AwsState } from './state.ts';
import type { Throttle } from './throttle.ts';
import { type Timeline, type Timing, waitMs } from './time.ts';
import type { Watch } from './traffic/watch.ts';

/** What operations run on. */
export interface World {
  readonly state: AwsState;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly throttle: Throttle;
  readonly paginate: Pager;
  readonly minSessionSeconds: number;
  readonly timing: Timing;
  readonly timeline: Timeline;
  readonly watch: Watch;
  readonly behaviour: Behaviour;
}

/**
 * Runs an admitted request: what is due happens first, then rate limit, permission, input, operation, in this order.
 * `ending` is what an accepted call comes to, when a fault wants it. Throws an `AwsError`.
 */
export function perform(admission: Admission, world: World, ending?: Fault): object {
  const { service, operation, principal, account, region } = admission;
  const now = world.clock();
  world.timeline.settle(now);
  const { family } = service.protocol;
  const bucket = `${service.name} ${account.id} ${region}`;
  if (!world.throttle(bucket, service.limits(account))) throw refusal(family, 'throttled');
  const authorise: Call['authorise'] = (action, resource, told = {}) => {
    const context = requestContext(principal, account, region, resource, told);
    const reason = denial(principal, action, resource, context);
    if (reason !== undefined) throw refusal(family, 'denied', reason);
  };
  const takes: Call['waitMs'] = (...waits) => waitMs(world.timing, waits);
  const call: Call = {
    principal,
    account,
    region,
    get holdings() {
      return account.region(region);
    },
    state: world.state,
    identity: world.identity,
    now,
    minSessionSeconds: world.minSessionSeconds,
    paginate: world.paginate,
    authorise,
    waitMs: takes,
    later: (wait, effect) => world.timeline.at(new Date(now.getTime() + takes(...[wait].flat())), effect),
    at: world.timeline.at,
    behaviour: world.behaviour,
    watch: () => world.watch.on(call.holdings, now),
    ending: ending && { state: ending.outcome ?? 'failed', message: ending.message },
  };
  const handler = service.handlers[operation.name];
  const action = `${service.prefix ?? service.name}:${operation.name}`;
  if (!handler) {
    authorise(action, undefined);
    throw refusal(family, 'unknownOperation', `The simulated AWS does not implement ${action}`);
  }
  if (!handler.unchecked) {
    const input = lenient(admission);
    const told = handler.told?.(input, call);
    const resources = [handler.resource?.(input, call)].flat();
    for (const resource of resources) authorise(action, resource, told);
  }
  if (isRead(operation.name) || service.name !== 'rds') return handler.run(admission.input(), call);
  world.watch.on(call.holdings, now);
  try {
    return handler.run(admission.input(), call);
  } finally {
    world.watch.changed();
  }
}

/** A call with unreadable input is still told first whether it may be made at all. */
function lenient({ input }: Admission): object {
  try {
    return input();
  } catch {
    return {};
  }
}
