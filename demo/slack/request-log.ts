import type { Fault } from './faults.ts';
import type { Json } from './json.ts';

/** One call of the bot. */
export interface LoggedRequest {
  /** Web API method, `response_url` or `upload`. */
  method: string;
  args: Json;
  /** Which of the app's tokens it came with. */
  token: 'bot' | 'app' | 'none' | 'other';
  /** Milliseconds since 1970. */
  at: number;
  tookMs: number;
  /** HTTP status; undefined when the connection was broken. */
  status: number | undefined;
  /** What was answered, or would have been. */
  answer: Json;
  fault?: Fault;
}
