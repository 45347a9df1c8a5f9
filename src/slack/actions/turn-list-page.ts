import { z } from 'zod';
import { findingsCommand } from '../commands/findings.ts';
import type { PressHandler } from './press.ts';

const Value = z.object({
  request: z.object({
    accounts: z.array(z.string()),
    regions: z.array(z.string()),
    rules: z.array(z.string()),
    tags: z.record(z.string(), z.string()),
  }),
  status: z.string(),
  since: z.string().optional(),
  sort: z.literal('age').optional(),
  page: z.int().min(0),
});

/** Turns the page of somebody's own `/aurora findings`. */
export const turnListPage: PressHandler = async (deps, { value }) => {
  const { since, sort, ...asked } = Value.parse(JSON.parse(value));
  return {
    ...(await findingsCommand(deps, {
      ...asked,
      ...(since === undefined ? {} : { since }),
      ...(sort === undefined ? {} : { sort }),
    })),
    replace: true,
  };
};
