import { ConfigurationError } from './errors.ts';

/** A cluster or DB instance by its ARN. */
export interface DatabaseArn {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

/** `arn:aws:rds:eu-west-1:111111111111:cluster:orders`, or `…:db:…`. Throws ConfigurationError for anything else. */
export function parseDatabaseArn(text: string): DatabaseArn {
  const [, region, accountId, name] =
    /^arn:aws[a-z-]*:rds:([a-z0-9-]+):(\d{12}):(?:cluster|db):([a-z][a-z0-9-]{0,62})$/.exec(text.trim()) ?? [];
  if (region !== undefined && accountId !== undefined && name !== undefined)
    return { arn: text.trim(), region, accountId, name };
  throw new ConfigurationError([
    `${JSON.stringify(text.slice(0, 200))} is not the ARN of a cluster or DB instance. They look like arn:aws:rds:eu-west-1:111111111111:cluster:orders.`,
  ]);
}
