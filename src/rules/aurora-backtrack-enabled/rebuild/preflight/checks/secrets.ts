import type { SecretListEntry, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AwsCallError } from '../../../../../domain/errors.ts';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { listIn, paging } from '../../../../reads.ts';
import { acknowledge, check, clear, collect, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { counted, few, isSoon, verb } from '../words.ts';
import { readProxyTargets } from './proxies.ts';

/** A secret without its value, which is never read. */
export type Secret = Pick<
  SecretListEntry,
  'ARN' | 'Name' | 'Description' | 'Tags' | 'RotationEnabled' | 'NextRotationDate' | 'DeletedDate'
>;

/** `orders` as a word of its own: in `prod/orders/app` and `orders-app`, not in `reorders`. */
const isIn = (text: string, name: string): boolean =>
  text
    .toLowerCase()
    .split(/[^a-z0-9-]+/)
    .some((word) => word === name || word.startsWith(`${name}-`));

/** AWS's own search takes a name apart at its hyphens, so it finds more than is meant. */
export const mentions = ({ Name, Description, Tags = [] }: Secret, name: string): boolean =>
  [Name, Description, ...Tags.map(({ Value }) => Value)].some((text) => text !== undefined && isIn(text, name));

/** Secrets that mention the cluster, and those that its proxies log in with; not the one that RDS manages. */
async function read(context: PlanContext, subject: Subject): Promise<Secret[]> {
  const { name, source } = subject;
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const secrets = context.client(sdk.SecretsManagerClient);
  const pages = sdk.paginateListSecrets(
    { client: secrets, ...paging },
    { Filters: [{ Key: 'all', Values: [name] }] },
    { abortSignal: context.signal },
  );
  const [listed, proxied] = await Promise.all([
    collect(pages, (page) => listIn('secretsmanager:ListSecrets', page.SecretList)),
    readOfProxies(context, subject, secrets),
  ]);
  const meant = [...listed.filter((secret) => mentions(secret, name)), ...proxied];
  const found = new Map(meant.map((secret) => [secret.ARN ?? secret.Name ?? '', secret]));
  found.delete(source.cluster.MasterUserSecret?.SecretArn ?? '');
  return [...found.values()];
}

async function readOfProxies(context: PlanContext, subject: Subject, secrets: SecretsManagerClient): Promise<Secret[]> {
  const { DescribeSecretCommand } = await import('@aws-sdk/client-secrets-manager');
  const arns = new Set((await readProxyTargets(context, subject)).flatMap((target) => target.secrets));
  const found = await Promise.all(
    [...arns].map(async (SecretId): Promise<Secret[]> => {
      try {
        return [await secrets.send(new DescribeSecretCommand({ SecretId }), { abortSignal: context.signal })];
      } catch (error) {
        if (error instanceof AwsCallError && error.failure.code === 'ResourceNotFoundException') return [];
        throw error;
      }
    }),
  );
  return found.flat();
}

/** The host that a secret is for stands in its value; rotation goes on at that host. */
export function decideSecrets(secrets: readonly Secret[], { name, way, now }: Subject): Decision {
  const living = secrets.filter(({ DeletedDate }) => DeletedDate === undefined);
  const called = (some: readonly Secret[]): string[] => some.map(({ Name, ARN }) => Name ?? ARN ?? '?');
  if (living.length === 0) return clear(`No secret mentions ${name}, and none belongs to a proxy of it.`);
  const all = `${counted(called(living), 'secret')} ${verb(living, 'mentions', 'mention')} ${name} or ${verb(living, 'serves', 'serve')} a proxy of it.`;
  if (way === 'new-endpoint')
    return acknowledge(
      `${all} The values, which are not read here, may hold its endpoint: change that before opening for writes.`,
    );
  const rotated = living.filter(({ RotationEnabled: on, NextRotationDate: at }) => on === true && isSoon(at, now));
  if (rotated.length > 0)
    return acknowledge(
      `Rotated within a day: ${few(called(rotated))}. A password changed after the snapshot is missing in the new cluster: rotate before, or stop the rotation until the cut-over is done.`,
    );
  return clear(`${all} Names and endpoints in them stay right.`);
}

export const secrets = check<readonly Secret[]>({
  id: 'secrets',
  what: 'Secrets that mention the cluster or serve its proxies',
  read,
  decide: decideSecrets,
});
