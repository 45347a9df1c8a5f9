import { cloudTrailEvent } from './cloud-trail.ts';
import type { Control } from './control.ts';
import type { FaultRuleInput, Faults } from './faults.ts';
import type { Answer, RawRequest } from './protocol/protocol.ts';
import type { RequestLog } from './request-log.ts';

/** No AWS path begins like this. */
const PREFIX = '/_simulator/';

/** What the control endpoint works on. */
export interface ControlRoom {
  readonly control: Control;
  readonly faults: Faults;
  readonly requests: RequestLog;
}

/**
 * Answers requests to the simulator itself, for those who run it as a process of its own; `undefined` for AWS's. They
 * are not signed: the server listens on loopback only.
 *
 * - `POST /_simulator/run-plan?account=…&region=…&plan=<id or name>`: the jobs that it starts
 * - `GET /_simulator/assignments?account=…&region=…`: which database is backed up by which plan
 * - `GET /_simulator/events[?writes]`: the requests as CloudTrail has them
 * - `POST /_simulator/behaviour` with what it should be as JSON, such as `{"pitrBacktrack":"accepted"}`
 * - `POST /_simulator/faults` with a fault rule as JSON, `DELETE /_simulator/faults`
 */
export function answerControl(raw: RawRequest, { control, faults, requests }: ControlRoom): Answer | undefined {
  if (!raw.path.startsWith(PREFIX)) return undefined;
  const asked = new URLSearchParams(raw.query);
  const [account, region, plan] = ['account', 'region', 'plan'].map((key) => asked.get(key) ?? '');
  const routes: Readonly<Record<string, () => unknown>> = {
    'POST run-plan': () => control.runPlan(account ?? '', region ?? '', plan ?? ''),
    'GET assignments': () => control.assignments(account ?? '', region ?? ''),
    'GET events': () => (asked.has('writes') ? requests.writes() : requests.list()).map(cloudTrailEvent),
    'POST behaviour': () => {
      control.behave(JSON.parse(raw.body.toString('utf8')) as Parameters<Control['behave']>[0]);
      return {};
    },
    'POST faults': () => {
      faults.add(JSON.parse(raw.body.toString('utf8')) as FaultRuleInput);
      return {};
    },
    'DELETE faults': () => {
      faults.clear();
      return {};
    },
  };
  const route = routes[`${raw.method} ${raw.path.slice(PREFIX.length)}`];
  if (!route) return json(404, { error: `the simulator has no ${raw.method} ${raw.path}` });
  try {
    return json(200, route());
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
