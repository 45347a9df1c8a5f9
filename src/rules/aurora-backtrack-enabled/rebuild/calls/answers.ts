import { AwsCallError } from '../../../../domain/errors.ts';

/** AWS understood and said no, under a code like this. */
const isRefusal = (error: unknown, code: RegExp): error is AwsCallError =>
  error instanceof AwsCallError && error.failure.kind === 'refused' && code.test(error.failure.code);

/**
 * What is read, or nothing when AWS says that it does not exist. What has just been made may not be shown for a moment,
 * so this alone never means that it may be made again: names do that.
 */
export async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isRefusal(error, /NotFound/)) return undefined;
    throw error;
  }
}

/**
 * `accepted`; `exists`: what should be made is there, though it may not be shown yet; `gone`: what should be changed is
 * not there (any more); `busy`: it is in a state in which AWS does not take this, so it has to be asked again later.
 */
export type Sent = 'accepted' | 'exists' | 'gone' | 'busy';

const answers: readonly (readonly [RegExp, Exclude<Sent, 'accepted'>])[] = [
  [/AlreadyExists/, 'exists'],
  [/NotFound/, 'gone'],
  [/^Invalid\w*State/, 'busy'],
];

type Answer = Exclude<Sent, 'accepted'>;

/** What making something may be answered: that something else is missing is no answer to go on with. */
export const whenMaking: readonly Answer[] = ['exists', 'busy'];

/**
 * Sends a call; an answer that is not among `taken` is thrown.
 * Error names: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html, "Errors".
 */
export async function send(
  call: Promise<unknown>,
  taken: readonly Answer[] = ['exists', 'gone', 'busy'],
): Promise<Sent> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    const answer = answers.find(([code]) => isRefusal(error, code))?.[1];
    if (answer === undefined || !taken.includes(answer)) throw error;
    return answer;
  }
}

/** AWS understood and said no, in its own words; it would say so again. */
export const isFinalRefusal = (error: unknown): error is AwsCallError => isRefusal(error, /./);
