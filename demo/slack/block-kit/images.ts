import { isObject, type Json } from '../json.ts';
import { limits } from './limits.ts';
import { address, all, type Check, type CheckContext, rule, shape, text } from './schema.ts';
import { plainText } from './texts.ts';

// Slack fetches the picture itself, so an address only this machine knows fails there.
const UNREACHABLE = /^(localhost|127\.|10\.|192\.168\.|\[?::1)/;

function pictureFault(image: Json, context: CheckContext): string | undefined {
  const { image_url: url, slack_file: file } = image;
  if ((url === undefined) === (file === undefined)) return 'must provide exactly one of image_url or slack_file';
  if (typeof url === 'string' && URL.canParse(url)) {
    const { protocol, hostname } = new URL(url);
    return /^https?:$/.test(protocol) && !UNREACHABLE.test(hostname) ? undefined : 'downloading image failed';
  }
  if (!isObject(file)) return undefined;
  const reference = file.id ?? file.url;
  const isImage = typeof reference === 'string' ? context.isImageFile?.(reference) : false;
  if (context.isImageFile === undefined || isImage === true) return undefined;
  return isImage === false ? 'slack_file must be an image' : 'invalid slack file';
}

const slackFile: Check = all(
  shape({}, { id: text(limits.actionId, 1), url: address }),
  rule((file) => ((file.id === undefined) === (file.url === undefined) ? 'must provide one of id or url' : undefined)),
);

const picture = { image_url: address, slack_file: slackFile };
const altText = { alt_text: text(limits.altText, 1) };

/** An image inside a section, a context or a card. */
export const imageElement = all(shape(altText, picture), rule(pictureFault));

/** An image as a block of its own. */
export const imageBlock = all(
  shape(altText, { ...picture, title: plainText(limits.imageTitle), block_id: text(limits.blockId) }),
  rule(pictureFault),
);
