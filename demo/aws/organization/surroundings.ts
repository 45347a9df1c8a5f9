import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { BlueGreenDeployment, EventSubscription } from '@aws-sdk/client-rds';
import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { type Alarms, alarm, alarmsFrom } from './surroundings/alarms.ts';
import type { Built } from './surroundings/built.ts';
import { type CustomEndpoint, customEndpoint, customEndpointFrom } from './surroundings/custom-endpoints.ts';
import { deployment, deploymentFrom } from './surroundings/deployments.ts';
import { key, keyFrom } from './surroundings/keys.ts';
import { type Maintenance, maintenance, maintenanceFrom } from './surroundings/maintenance.ts';
import { dmsEndpoint, dmsTask, type Migrations, migrationsFrom } from './surroundings/migrations.ts';
import { proxy, proxyFrom, type RegisteredProxy } from './surroundings/proxies.ts';
import { type Scaling, scaling, scalingFrom } from './surroundings/scaling.ts';
import { secret, secretFrom } from './surroundings/secrets.ts';
import { subscription, subscriptionFrom } from './surroundings/subscriptions.ts';

/** What stands around the databases of a Region and names them; keys of a Region in the organization file. */
export const surroundingFields = {
  proxies: z.array(proxy).default([]),
  customEndpoints: z.array(customEndpoint).default([]),
  deployments: z.array(deployment).default([]),
  maintenance: z.array(maintenance).default([]),
  eventSubscriptions: z.array(subscription).default([]),
  scaling: z.array(scaling).default([]),
  secrets: z.array(secret).default([]),
  dmsEndpoints: z.array(dmsEndpoint).default([]),
  dmsTasks: z.array(dmsTask).default([]),
  alarms: z.array(alarm).default([]),
  keys: z.array(key).default([]),
};
type Specs = { readonly [K in keyof typeof surroundingFields]: z.output<(typeof surroundingFields)[K]> };

/** The same as the services hold it. Everything may be changed. */
export interface Surroundings {
  /** By name. */
  readonly proxies: Map<string, RegisteredProxy>;
  readonly customEndpoints: CustomEndpoint[];
  readonly deployments: BlueGreenDeployment[];
  readonly maintenance: Maintenance[];
  readonly subscriptions: EventSubscription[];
  readonly scaling: Scaling;
  /** By ARN. */
  readonly secrets: Map<string, SecretListEntry>;
  readonly migrations: Migrations;
  readonly alarms: Alarms;
  /** By ARN. */
  readonly keys: Map<string, KeyMetadata>;
}

export function surroundingsFrom(specs: Specs, built: Built): Surroundings {
  return {
    proxies: new Map(specs.proxies.map((one) => [one.name, proxyFrom(one, built)])),
    customEndpoints: specs.customEndpoints.flatMap((one) => customEndpointFrom(one, built) ?? []),
    deployments: specs.deployments.map((one) => deploymentFrom(one, built)),
    maintenance: specs.maintenance.flatMap((one) => maintenanceFrom(one, built) ?? []),
    subscriptions: specs.eventSubscriptions.map((one) => subscriptionFrom(one, built)),
    scaling: scalingFrom(specs.scaling, built),
    secrets: new Map(specs.secrets.map((one) => secretFrom(one, built)).map((one) => [one.ARN ?? '', one])),
    migrations: migrationsFrom(specs, built),
    alarms: alarmsFrom(specs.alarms, built),
    keys: new Map(specs.keys.map((one) => keyFrom(one, built)).map((one) => [one.Arn ?? '', one])),
  };
}

type Fault = readonly [path: readonly PropertyKey[], message: string];

/** References that lead nowhere, and names that come twice. */
export function* surroundingFaults(
  specs: Specs,
  clusters: ReadonlySet<string>,
  instances: ReadonlySet<string>,
): Generator<Fault> {
  for (const kind of [
    'proxies',
    'customEndpoints',
    'secrets',
    'dmsEndpoints',
    'alarms',
    'eventSubscriptions',
  ] as const) {
    const names = specs[kind].map(({ name }) => name);
    for (const [at, name] of names.entries())
      if (names.indexOf(name) < at) yield [[kind, at, 'name'], `${name} comes twice`];
  }
  for (const kind of ['proxies', 'customEndpoints', 'secrets', 'dmsEndpoints'] as const) {
    for (const [at, { of }] of specs[kind].entries())
      if (of !== undefined && !clusters.has(of)) yield [[kind, at, 'of'], `${of} is no cluster of this Region`];
  }
  for (const [at, { of }] of specs.maintenance.entries())
    if (!clusters.has(of) && !instances.has(of))
      yield [['maintenance', at, 'of'], `${of} is no cluster or instance of this Region`];
  const endpoints = new Set(specs.dmsEndpoints.map(({ name }) => name));
  for (const [at, { source, target }] of specs.dmsTasks.entries()) {
    if (!endpoints.has(source)) yield [['dmsTasks', at, 'source'], `no DMS endpoint ${source} here`];
    if (!endpoints.has(target)) yield [['dmsTasks', at, 'target'], `no DMS endpoint ${target} here`];
  }
}
