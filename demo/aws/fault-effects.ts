import { AwsError, type ErrorFamily, refusal } from './errors.ts';
import type { Fault } from './faults.ts';
import type { Answer } from './protocol/protocol.ts';

/** How an answer leaves: whole, cut off in the middle with the socket closed, not at all, or never. */
export type Delivery =
  | { readonly kind: 'whole' | 'aborted'; readonly answer: Answer }
  | { readonly kind: 'reset' | 'hang'; readonly answer?: never };

const PAGE =
  '<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>It works</h1><p>Sign in</p></body></html>';
const BAD_GATEWAY =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>';

/** The refusal that a `throttle`, `error` or `applied-500` fault stands for, under the names of the protocol. */
export function refusalFor(fault: Fault, family: ErrorFamily): AwsError {
  if (fault.effect === 'throttle') return refusal(family, 'throttled');
  const plain = refusal(family, 'internal', fault.message);
  if (fault.code === undefined) return new AwsError(plain.code, plain.message, fault.status ?? plain.status);
  const status = fault.status ?? (/unavailable/i.test(fault.code) ? 503 : 500);
  return new AwsError(fault.code, fault.message ?? fault.code, status);
}

/** Whether the fault needs the true answer, and so lets the operation run. */
export function needsAnswer({ effect, phase }: Fault): boolean {
  return phase === 'after' || effect.startsWith('applied-') || effect === 'truncated' || effect === 'aborted';
}

/** What the fault makes of an answer; `truthful` is the answer that the operation or its refusal gave. */
export function spoil({ effect }: Fault, truthful: Answer): Delivery {
  const { body, headers } = truthful;
  const html = { ...headers, 'content-type': 'text/html' };
  switch (effect) {
    case 'reset':
    case 'applied-reset':
      return { kind: 'reset' };
    case 'hang':
    case 'applied-hang':
      return { kind: 'hang' };
    case 'aborted':
      return { kind: 'aborted', answer: truthful };
    case 'truncated':
      return whole({ ...truthful, body: body.slice(0, Math.floor(body.length / 2)) });
    case 'empty':
      return whole({ status: 200, headers, body: '' });
    case 'html':
      return whole({ status: 200, headers: html, body: PAGE });
    case 'html-502':
      return whole({ status: 502, headers: html, body: BAD_GATEWAY });
    case 'garbage-xml':
      return whole({
        status: 200,
        headers: { ...headers, 'content-type': 'text/xml' },
        body: 'upstream connect error <',
      });
    default:
      return whole(truthful);
  }
}

function whole(answer: Answer): Delivery {
  return { kind: 'whole', answer };
}
