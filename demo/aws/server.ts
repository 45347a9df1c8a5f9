import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerRequest, type Backstage } from './answer-request.ts';
import { applicationAutoscaling } from './application-autoscaling/service.ts';
import { backup } from './backup/service.ts';
import type { Clock } from './clock.ts';
import { cloudwatch } from './cloudwatch/service.ts';
import { type Control, createControl } from './control.ts';
import { answerControl, type ControlRoom } from './control-endpoint.ts';
import { dms } from './dms/service.ts';
import { ec2 } from './ec2/service.ts';
import type { Delivery } from './fault-effects.ts';
import { createFaults, type Faults } from './faults.ts';
import { iam } from './iam/service.ts';
import { createIdentity, type IssuedKeys } from './identity.ts';
import { kms } from './kms/service.ts';
import { checkOrganization, loadOrganization } from './organization/load.ts';
import type { OrganizationInput } from './organization/schema.ts';
import { createPager } from './pages.ts';
import { pi } from './pi/service.ts';
import type { RawRequest } from './protocol/protocol.ts';
import { rds } from './rds/service.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import { secretsmanager } from './secretsmanager/service.ts';
import type { Service } from './service.ts';
import { type AwsState, createState } from './state.ts';
import { sts } from './sts/service.ts';
import { createThrottle } from './throttle.ts';
import { createTimeline, type TimingInput, timing } from './time.ts';
import { createWatch, type Watch } from './traffic/watch.ts';

export interface SimulatedAwsOptions {
  /** The path of an organization file, or the organization itself. */
  readonly org: string | OrganizationInput;
  /** A free one when left out. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Allows sessions shorter than AWS's 900 seconds, down to one second. */
  readonly shortSessions?: boolean;
  /** How long AWS takes; overrides what the organization says. */
  readonly time?: TimingInput;
  /** Requests the log keeps; 100,000 unless told. */
  readonly requestLogSize?: number;
}

/** A running simulated AWS. */
export interface SimulatedAws {
  /** `http://127.0.0.1:<port>`, for `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly state: AwsState;
  readonly requests: RequestLog;
  readonly faults: Faults;
  /** What may be done behind AWS's back. */
  readonly control: Control;
  /** The hub's keys. */
  readonly credentials: IssuedKeys;
  /** The environment under which the AWS SDK and CLI talk to it as the hub. */
  readonly environment: Readonly<Record<string, string>>;
  /** Closes at once, requests under way and idle connections included. */
  readonly close: () => Promise<void>;
}

const SERVICES: readonly Service[] = [
  ...[rds, sts, backup, iam, cloudwatch],
  ...[applicationAutoscaling, dms, ec2, kms, pi, secretsmanager],
];
const MAX_BODY_BYTES = 1_048_576;

/** Starts the simulated AWS on loopback. Throws `OrganizationError` with every fault of the organization. */
export async function startSimulatedAws(options: SimulatedAwsOptions): Promise<SimulatedAws> {
  const clock = options.clock ?? (() => new Date());
  const org = typeof options.org === 'string' ? loadOrganization(options.org) : checkOrganization(options.org);
  const closing = new AbortController();
  // Every delayed answer listens to it.
  setMaxListeners(0, closing.signal);
  const identity = createIdentity(org.hub, clock);
  const accountFaults = org.accounts.flatMap(({ id, faults }) => faults.map((fault) => ({ ...fault, accountId: id })));
  const times = options.time ? timing.parse(options.time) : org.time;
  const watch: Watch = createWatch(times, () => timeline);
  const timeline = createTimeline(watch);
  const stage: Backstage = {
    services: new Map(SERVICES.map((service) => [service.name, service])),
    state: createState(org, clock()),
    identity,
    clock,
    faults: createFaults([...org.faults, ...accountFaults]),
    log: createRequestLog(options.requestLogSize ?? 100_000),
    throttle: createThrottle(clock),
    paginate: createPager(clock, org.pageSize ?? 1000),
    minSessionSeconds: options.shortSessions ? 1 : 900,
    timing: times,
    timeline,
    watch,
    behaviour: { backtrackRefusal: org.backtrackRefusal, pitrBacktrack: org.pitrBacktrack },
  };
  const { state, faults, log: requests } = stage;
  for (const { id, regions } of org.accounts) {
    for (const [name, { applications }] of Object.entries(regions)) {
      const region = state.get(id)?.region(name);
      if (region && applications.length > 0) watch.on(region, clock());
    }
  }
  const room: ControlRoom = { control: createControl(stage), faults, requests };
  const server = createServer((request, response) => {
    serve(request, response, stage, room, closing.signal).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    closing.abort();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  const environment = environmentFor(url, identity.hubKeys);
  return { url, state, ...room, credentials: identity.hubKeys, environment, close };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  stage: Backstage,
  room: ControlRoom,
  closing: AbortSignal,
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    chunks.push(chunk);
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const raw: RawRequest = { method: request.method ?? 'GET', path, query, headers, body: Buffer.concat(chunks) };
  const control = answerControl(raw, room);
  send(control ? { kind: 'whole', answer: control } : await answerRequest(raw, stage, closing), response);
}

function send(delivery: Delivery, response: ServerResponse): void {
  if (delivery.kind === 'reset') response.socket?.resetAndDestroy();
  if (!delivery.answer) return;
  const { status, headers, body } = delivery.answer;
  const bytes = Buffer.from(body, 'utf8');
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  if (delivery.kind === 'whole') response.end(bytes);
  else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

function environmentFor(url: string, keys: IssuedKeys): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken && { AWS_SESSION_TOKEN: keys.sessionToken }),
  };
}
