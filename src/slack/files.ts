import type { FilesUploadV2Arguments, WebClient } from '@slack/web-api';
import type { FileToSend, PictureToSend, Place } from '../domain/ports.ts';
import { slackErrorCode } from './slack-errors.ts';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal: `alt_txt_too_large` above this many characters. */
const longestAltText = 1_000;

const cut = (text: string): string => Array.from(text).slice(0, longestAltText).join('');

/** Without a channel the file belongs to the bot alone, until a message shows it. */
export async function uploadFile(client: WebClient, file: FilesUploadV2Arguments): Promise<string> {
  const { files } = await client.filesUploadV2(file);
  const fileId = files[0]?.files?.[0]?.id;
  if (fileId === undefined) throw new Error('Slack answered an upload without the id of the file');
  return fileId;
}

export const sharedFile = (
  { channelId, threadTs }: Place,
  { name, content, comment, altText }: FileToSend,
): FilesUploadV2Arguments => {
  const file = {
    filename: name,
    title: name,
    initial_comment: comment,
    channel_id: channelId,
    ...(typeof content === 'string' ? { content } : { file: content }),
    ...(altText === undefined ? {} : { alt_text: cut(altText) }),
  };
  return threadTs === undefined ? file : { ...file, thread_ts: threadTs };
};

/** `highlight_type` says what the file is before Slack has looked into it. */
export const ownPicture = ({ name, png, altText }: PictureToSend): FilesUploadV2Arguments => ({
  filename: name,
  title: name,
  file: png,
  alt_text: cut(altText),
  highlight_type: 'png',
});

/** Why a picture cannot be had, for the log. */
export function whyNoPicture(error: unknown): string {
  const code = slackErrorCode(error);
  if (code === 'missing_scope') return 'the Slack app lacks the scope files:write; compare it with manifest.yml';
  if (code !== undefined) return `Slack refused the picture: ${code}`;
  return `the picture did not reach Slack: ${error instanceof Error ? error.message : String(error)}`;
}
