import { asObject, asText, type Json } from '../json.ts';
import type { Workspace } from '../workspace.ts';

/** Local Slack's own Web API and control API. */
export interface LocalApi {
  /** Calls a Web API method as the bot. @throws Error when local Slack answers `ok: false` */
  call(method: string, args: Json): Promise<Json>;
  /** Calls the control API (`/_control/…`). @throws Error when it answers an error */
  control(path: string, body: Json): Promise<Json>;
  /** Sends bytes to an upload address. */
  upload(url: string, bytes: Uint8Array): Promise<void>;
  /** The same address with a host that surely is this machine's loopback. */
  loopback(url: string): string;
}

/** @param base address of local Slack, without a slash at its end */
export function createLocalApi(base: string, workspace: Workspace): LocalApi {
  const { botToken, appToken } = workspace.app;
  const loopback = (url: string) => url.replace('//localhost:', '//127.0.0.1:');
  const post = async (path: string, body: Json, token: string) => {
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const answer = asObject(await response.json());
    if (answer.ok !== true) throw new Error(`Local Slack refused ${path}: ${asText(answer.error)}`);
    return answer;
  };
  return {
    call: (method, args) => post(`/api/${method}`, args, method === 'apps.connections.open' ? appToken : botToken),
    control: (path, body) => post(`/_control/${path}`, body, botToken),
    upload: async (url, bytes) => {
      const response = await fetch(loopback(url), { method: 'POST', body: new Uint8Array(bytes) });
      if (!response.ok) throw new Error(`Local Slack refused an upload: ${response.status}`);
    },
    loopback,
  };
}
