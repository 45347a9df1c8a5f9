import type { Issue } from './block-kit/schema.ts';
import type { Json } from './json.ts';

/** A call that Slack answers with `ok: false`. `message` is Slack's error name, `details` the rest of the answer. */
export class SlackRefusal extends Error {
  readonly details: Json;
  /** Seconds; makes it an HTTP 429. */
  readonly retryAfter: number | undefined;

  constructor(error: string, details: Json = {}, retryAfter?: number) {
    super(error);
    this.name = 'SlackRefusal';
    this.details = details;
    this.retryAfter = retryAfter;
  }
}

/** The answer's members that list complaints, as Slack writes them. */
export function issueDetails(issues: readonly Issue[]): Json {
  if (issues.length === 0) return {};
  const lines = issues.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);
  return { errors: lines, response_metadata: { messages: lines.map((line) => `[ERROR] ${line}`) } };
}

/** `invalid_arguments` with one reason. */
export const invalidArguments = (reason: string): SlackRefusal =>
  new SlackRefusal('invalid_arguments', { response_metadata: { messages: [`[ERROR] ${reason}`] } });
