import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { PermanentError, PictureNotReady, PlaceUnavailable, TryAgainIn } from '../domain/errors.ts';

/** Slack will not let us write there, or not any more. */
const unavailable: ReadonlySet<string> = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
  'user_not_found',
  'user_disabled',
  'cannot_dm_bot',
]);

/** Slack will never take this message: our mistake, and trying again cannot mend it. */
const malformed: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
  'invalid_arguments',
  'too_many_attachments',
]);

/** Slack's errors in the words that the queue decides on; what is not named here is tried again. */
export function translate(error: unknown): unknown {
  if (error instanceof WebAPIRateLimitedError) return new TryAgainIn(error.retryAfter * 1000, 'Slack asked to wait');
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (unavailable.has(code)) return new PlaceUnavailable(code, `Slack refused: ${code}`);
    if (isAboutPicture(error)) return new PictureNotReady('Slack does not show the picture of this message (yet)');
    if (malformed.has(code))
      return new PermanentError(
        `Slack does not take this message: ${code} ${JSON.stringify(error.data.response_metadata ?? {})}`,
      );
    if (code === 'missing_scope')
      return new PermanentError(
        `the Slack app lacks a scope (needed: ${String((error.data as { needed?: unknown }).needed)}); compare it with manifest.yml`,
      );
  }
  if (error instanceof WebAPIHTTPError && error.statusCode === 429) return new TryAgainIn(5_000, 'Slack asked to wait');
  return error;
}

/** Slack's own name of what went wrong; undefined when Slack did not say. */
export const slackErrorCode = (error: unknown): string | undefined =>
  error instanceof WebAPIPlatformError ? error.data.error : undefined;

/**
 * `invalid slack file [json-pointer:/blocks/0/slack_file]`: said of a file that does not exist, and for some seconds of
 * one that Slack has not looked into yet (https://github.com/slackapi/python-slack-sdk/issues/1521).
 */
const isAboutPicture = ({ data }: WebAPIPlatformError): boolean =>
  data.error === 'invalid_blocks' && /slack[ _]file/.test(JSON.stringify(data.response_metadata ?? {}));

/** Whoever had the modal open has closed it, or it shows something newer. */
export const isGoneView = (error: unknown): boolean =>
  ['not_found', 'view_not_found', 'hash_conflict'].includes(slackErrorCode(error) ?? '');

/** A trigger id lives three seconds and opens one modal: https://docs.slack.dev/interactivity/handling-user-interaction */
export const isTriggerLost = (error: unknown): boolean =>
  ['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id'].includes(slackErrorCode(error) ?? '');
