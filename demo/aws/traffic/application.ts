import { z } from 'zod';
import { identifier } from '../organization/common.ts';

const seconds = z
  .string()
  .regex(/^\d+(?:\.\d+)?[smh]$/, 'use a duration such as 90s, 15m or 2h')
  .transform(
    (text) => Number(text.slice(0, -1)) * { s: 1000, m: 60_000, h: 3_600_000 }[text.slice(-1) as 's' | 'm' | 'h'],
  );

/**
 * A program with sessions on a cluster, one for each host. It knows an endpoint by name and writes rows through it, as
 * many per second of the clock, whatever the compression.
 */
export const application = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a name has small letters, digits and hyphens'),
  /** The cluster whose endpoint it knows, by its name when the application starts. */
  cluster: identifier,
  /** The cluster's endpoint for writing, the one for reading, or an instance of it by name. */
  endpoint: z.string().default('writer'),
  hosts: z.array(z.string().min(1)).min(1).default(['10.0.3.17']),
  /** Of each session; rows through the endpoint for reading are not written. */
  rowsPerSecond: z.number().min(0).default(1),
  /** Told to freeze it ends its sessions, or stops writing and keeps them open, or goes on. */
  freeze: z.enum(['obeys', 'idles', 'ignores']).default('obeys'),
  /** How long after a freeze it goes on by itself. */
  resumesAfter: seconds.optional(),
  /** `cached`: having connected once it looks up no name any more and keeps to the cluster that it found. */
  address: z.enum(['name', 'cached']).default('name'),
  /** It checks certificates: after a rename it cannot connect by the new name before the instance has restarted. */
  tls: z.boolean().default(false),
});

export type ApplicationInput = z.input<typeof application>;
export type ApplicationSpec = z.output<typeof application>;

/** One connection that an application wants to have. */
export interface Session {
  /** The identity under which its rows are counted. */
  readonly writer: string;
  readonly host: string;
  /** The instance that it is connected to, by resource id. */
  instance: string | undefined;
  /** How many thousandths of rows it was told are committed. */
  written: number;
}

/** An application while it runs. */
export interface Application {
  readonly spec: ApplicationSpec;
  /** The host name that it connects to. */
  endpoint: string;
  /** The resource id of the cluster, or instance, that it has found. */
  found: string | undefined;
  frozenSince: number | undefined;
  /** It was handed another endpoint: it ends its connections to the one before. */
  moved: boolean;
  readonly sessions: readonly Session[];
}

/** An application that has not connected yet. */
export function applicationFrom(spec: ApplicationSpec, endpoint: string): Application {
  return {
    spec,
    endpoint,
    found: undefined,
    frozenSince: undefined,
    moved: false,
    sessions: spec.hosts.map((host, index) => ({
      writer: `${spec.name}#${index + 1}`,
      host,
      instance: undefined,
      written: 0,
    })),
  };
}

/** Whether it wants to be connected, and whether it writes. */
export function wishes({ spec, frozenSince }: Application): { readonly connected: boolean; readonly writing: boolean } {
  const frozen = frozenSince !== undefined && spec.freeze !== 'ignores';
  const writes = spec.endpoint !== 'reader' && spec.rowsPerSecond > 0;
  return { connected: !frozen || spec.freeze === 'idles', writing: !frozen && writes };
}
