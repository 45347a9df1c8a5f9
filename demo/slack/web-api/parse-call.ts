import { asObject, isObject, type Json, parseJson } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';

/** Arguments that clients send as JSON inside a form. */
const JSON_ARGUMENTS = ['blocks', 'attachments', 'view', 'metadata', 'files', 'message'];

/** The arguments of a call, whichever way they came, and its token. */
export interface Call {
  token: string | undefined;
  args: Json;
}

async function bodyOf(request: Request, type: string): Promise<Json> {
  if (type.includes('application/json')) {
    const parsed = parseJson(await request.text());
    if (!isObject(parsed)) throw new SlackRefusal('invalid_json');
    return parsed;
  }
  if (type.includes('multipart/form-data')) return Object.fromEntries((await request.formData()).entries());
  if (type === '' || type.includes('x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(await request.text()));
  throw new SlackRefusal('invalid_post_type');
}

/**
 * Reads a Web API call: query, form, multipart or JSON, token in the header or as an argument.
 *
 * @throws SlackRefusal `invalid_json`, `invalid_post_type`
 */
export async function parseCall(request: Request): Promise<Call> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const body = request.method === 'GET' ? {} : await bodyOf(request, request.headers.get('content-type') ?? '');
  const args: Json = { ...query, ...asObject(body) };
  for (const name of JSON_ARGUMENTS) {
    const value = args[name];
    const parsed = typeof value === 'string' ? parseJson(value) : undefined;
    if (parsed !== undefined) args[name] = parsed;
  }
  const bearer = /^Bearer\s+(\S+)/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const given = typeof args.token === 'string' && args.token !== '' ? args.token : undefined;
  delete args.token;
  return { token: bearer ?? given, args };
}
