import { runProcess } from './entry.ts';
import { runWorker } from './run-worker.ts';

/** The process that does the work: everything that touches AWS, and every edit of a message. Any number may run. */
await runProcess('worker', runWorker());
