import { linkTo } from '../card-links.ts';
import { showCommand } from '../commands/show.ts';
import type { PressHandler } from './press.ts';

/** One of several that have the same name. */
export const showResource: PressHandler = async (deps, { value }, client) => ({
  ...(await showCommand(deps, value, linkTo(client))),
  replace: true,
});
