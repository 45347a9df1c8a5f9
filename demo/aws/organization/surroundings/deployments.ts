import type { BlueGreenDeployment } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { hoursBefore } from '../../clock.ts';
import { stableLetters } from '../../random.ts';
import { identifier } from '../common.ts';
import { rdsArn } from '../place.ts';
import type { Built } from './built.ts';

/** A blue/green deployment of clusters. */
export const deployment = z.strictObject({
  name: identifier,
  source: identifier,
  target: identifier.optional(),
  status: z
    .enum([
      ...(['PROVISIONING', 'AVAILABLE', 'SWITCHOVER_IN_PROGRESS', 'SWITCHOVER_COMPLETED'] as const),
      ...(['INVALID_CONFIGURATION', 'SWITCHOVER_FAILED', 'DELETING'] as const),
    ])
    .default('AVAILABLE'),
});

export function deploymentFrom(spec: z.output<typeof deployment>, { place }: Built): BlueGreenDeployment {
  return {
    BlueGreenDeploymentIdentifier: `bgd-${stableLetters(16, 'deployment', place.region, spec.name).toLowerCase()}`,
    BlueGreenDeploymentName: spec.name,
    Source: rdsArn(place, 'cluster', spec.source),
    ...(spec.target !== undefined && { Target: rdsArn(place, 'cluster', spec.target) }),
    SwitchoverDetails: [],
    Tasks: [],
    Status: spec.status,
    CreateTime: hoursBefore(place.now, 48),
    TagList: [],
  };
}
