import { describe } from 'vitest';
import { approvalsOn } from '../helpers/approvals-suite.ts';

describe('from a request to a verified fix, on in-process', () => approvalsOn('in-process'));
