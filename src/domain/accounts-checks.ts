import { z } from 'zod';
import { mergePolicy, PolicyOverrides } from './policy.ts';

export interface FileFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** As much of the file as these checks need, so that they can run beside faults found elsewhere. */
const Sketch = z.object({
  defaults: z
    .object({ regions: z.unknown().optional(), policy: PolicyOverrides.catch({}).default({}) })
    .catch({ regions: [], policy: {} })
    .default({ regions: undefined, policy: {} }),
  accounts: z
    .array(
      z
        .object({
          id: z.unknown().optional(),
          name: z.unknown().optional(),
          regions: z.unknown().optional(),
          policy: PolicyOverrides.optional().catch({}),
        })
        .catch({ id: undefined, name: undefined, regions: [], policy: {} }),
    )
    .catch([]),
});

/** Faults that only show between parts of accounts.yaml: names taken twice, Regions nowhere, policies that contradict. */
export function crossFaults(file: unknown): FileFault[] {
  const sketch = Sketch.safeParse(file);
  if (!sketch.success) return [];
  const { defaults, accounts } = sketch.data;
  return [
    ...takenTwice(
      accounts.map(({ id }) => id),
      'id',
    ),
    ...takenTwice(
      accounts.map(({ name }) => name),
      'name',
    ),
    ...accounts.flatMap(({ regions }, index) =>
      (regions ?? defaults.regions) === undefined
        ? [{ path: ['accounts', index], message: 'name its regions, here or under defaults' }]
        : [],
    ),
    ...windowsUpsideDown([defaults.policy], ['defaults', 'policy']),
    ...accounts.flatMap(({ policy }, index) =>
      policy === undefined ? [] : windowsUpsideDown([defaults.policy, policy], ['accounts', index, 'policy']),
    ),
  ];
}

function takenTwice(values: readonly unknown[], key: string): FileFault[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (value === undefined || first === index) return [];
    return [
      { path: ['accounts', index, key], message: `${key} ${String(value)} is already taken by accounts[${first}]` },
    ];
  });
}

function windowsUpsideDown(overrides: readonly PolicyOverrides[], path: FileFault['path']): FileFault[] {
  const { minBacktrackWindowHours: least, targetBacktrackWindowHours: aim } = mergePolicy(...overrides);
  if (aim >= least) return [];
  return [{ path, message: `targetBacktrackWindowHours (${aim}) is below minBacktrackWindowHours (${least})` }];
}
