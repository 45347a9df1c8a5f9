import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that start processes, or change what a process has only once. */
const apart = ['test/e2e/**/*.test.ts', 'test/faults/**/*.test.ts'];
/** `*.full.test.ts`: what takes half an hour, by `npm run test:faults` alone. */
const never = ['**/*.browser.test.ts', '**/*.full.test.ts', 'node_modules/**', 'dist/**'];

/** Those that take a minute or two; begun last they would be waited for alone. */
const longest = [
  /test\/e2e\/(approvals|faults|start)/,
  /test\/faults\/(random-moments|every-call|trouble|rebuild-calls)/,
  /\/rebuild\/.+\.wire\.test/,
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification) =>
      longest.some((each) => each.test(moduleId)) ? 0 : project.name === 'processes' ? 1 : 2;
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

const shared = {
  // Waiting is never what is tested: on a busy machine everything takes ten times as long.
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
};

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    // Most of a test's time is waiting for processes, leases and AWS; two cores carry five files at a time.
    maxWorkers: 5,
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...shared, name: 'processes', include: apart, exclude: never } },
      {
        test: {
          ...shared,
          name: 'modules',
          include: ['src/**/*.test.ts', 'demo/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...apart, ...never],
          // Loading the AWS SDK and Bolt takes longer than most files' tests: a process loads them once for many files.
          isolate: false,
        },
      },
    ],
  },
});
