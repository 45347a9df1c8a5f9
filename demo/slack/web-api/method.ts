import type { Json } from '../json.ts';
import type { World } from '../world.ts';

/** A method's own work, after token, scopes and required arguments are known to be right. */
export type Method = (args: Json, world: World) => Promise<Json> | Json;

/** Methods by name. */
export type Methods = Record<string, Method>;
