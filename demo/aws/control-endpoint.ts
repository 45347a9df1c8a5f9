import { cloudTrailEvent } from './cloud-trail.ts';
import type { Control } from './control.ts';
import type { FaultRuleInput, Faults } from './faults.ts';
import type { Answer, RawRequest } from './protocol/protocol.ts';
import type { RequestLog } from './request-log.ts';
import type { ApplicationInput } from './traffic/application.ts';

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
 * - `GET /_simulator/{sessions,lost-writes,write-log,resolve}?account=…&region=…[&cluster=…][&host=…]`
 * - `POST /_simulator/{freeze,thaw}?account=…&region=…[&application=…]`
 * - `POST /_simulator/applications?account=…&region=…` with an application as JSON
 * - `POST /_simulator/repoint?account=…&region=…&application=…&cluster=…`
 * - `POST /_simulator/sign-in?account=…&role=…&person=…`: the keys of a person
 * - `POST /_simulator/behaviour` with what it should be as JSON, such as `{"pitrBacktrack":"accepted"}`
 * - `POST /_simulator/faults` with a fault rule as JSON, `DELETE /_simulator/faults`
 */
export function answerControl(raw: RawRequest, { control, faults, requests }: ControlRoom): Answer | undefined {
  if (!raw.path.startsWith(PREFIX)) return undefined;
  const asked = new URLSearchParams(raw.query);
  const [account, region, plan] = ['account', 'region', 'plan'].map((key) => asked.get(key) ?? '');
  const named = (key: string): string => asked.get(key) ?? '';
  const where = [account ?? '', region ?? ''] as const;
  const body = (): unknown => JSON.parse(raw.body.toString('utf8'));
  const done = (_result: unknown): object => ({});
  const routes: Readonly<Record<string, () => unknown>> = {
    'POST run-plan': () => control.runPlan(account ?? '', region ?? '', plan ?? ''),
    'GET assignments': () => control.assignments(account ?? '', region ?? ''),
    'GET sessions': () => control.sessions(...where),
    'GET lost-writes': () => control.lostWrites(...where, named('cluster')),
    'GET write-log': () => control.writeLog(...where, named('cluster')),
    'GET resolve': () => control.resolve(...where, named('host')) ?? {},
    'POST applications': () => done(control.startApplication(...where, body() as ApplicationInput)),
    'POST freeze': () => done(control.freeze(...where, asked.get('application') ?? undefined)),
    'POST thaw': () => done(control.thaw(...where, asked.get('application') ?? undefined)),
    'POST repoint': () => done(control.repoint(...where, named('application'), named('cluster'))),
    'POST sign-in': () => control.signIn({ accountId: account ?? '', role: named('role'), person: named('person') }),
    'POST behaviour': () => done(control.behave(body() as Parameters<Control['behave']>[0])),
    'GET events': () => (asked.has('writes') ? requests.writes() : requests.list()).map(cloudTrailEvent),
    'POST faults': () => done(faults.add(body() as FaultRuleInput)),
    'DELETE faults': () => done(faults.clear()),
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
