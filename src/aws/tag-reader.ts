import { ListTagsForResourceCommand, RDSClient } from '@aws-sdk/client-rds';
import type { AuditAccess } from '../domain/ports.ts';
import type { TagReader } from '../domain/remediation/ports.ts';

/** Tags of RDS resources by `rds:ListTagsForResource`, which shows a new tag at once; never from a memory. */
export const createTagReader = (access: AuditAccess): TagReader => ({
  tags: async (target, arn, signal) => {
    const session = await access.open(target, signal);
    try {
      const command = new ListTagsForResourceCommand({ ResourceName: arn });
      const { TagList = [] } = await session.client(RDSClient).send(command, { abortSignal: signal });
      return Object.fromEntries(TagList.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])));
    } finally {
      session.close();
    }
  },
});
