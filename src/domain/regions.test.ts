import { partition } from '@aws-sdk/core/client';
import { describe, expect, it } from 'vitest';
import { knownRegions, partitionOf } from './regions.ts';

describe('knownRegions', () => {
  it.each(knownRegions)('%s is a Region of the SDK, in the same partition', (region) => {
    const known = partition(region);
    expect(known).toMatchObject({ name: partitionOf(region), description: expect.any(String) });
  });
});
