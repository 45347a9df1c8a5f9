import { createRequire } from 'node:module';
import { operationsOf, type ServiceModel } from './model.ts';

const require = createRequire(import.meta.url);

/** The operations of an SDK client that is large and seldom asked for: loaded with the first request. */
export function lazyOperationsOf(client: string): () => ServiceModel['operations'] {
  let operations: ServiceModel['operations'] | undefined;
  return () => {
    operations ??= operationsOf(require(client) as Record<string, unknown>);
    return operations;
  };
}
