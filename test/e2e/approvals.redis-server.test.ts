import { describe } from 'vitest';
import { approvalsOn } from '../helpers/approvals-suite.ts';
import { redisKinds } from '../helpers/redis.ts';

describe.runIf(redisKinds.includes('redis-server'))('from a request to a verified fix, on redis-server', () => {
  approvalsOn('redis-server');
});
