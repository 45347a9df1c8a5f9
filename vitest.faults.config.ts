import { defineConfig } from 'vitest/config';

/** The full counts: `npm run test:faults`. The same tests run in `npm test` with a bounded sample, but for `*.full.test.ts`. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts', 'test/faults/print-tally.ts'],
    testTimeout: 7_200_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AURORA_FAULT_RUNS: process.env.AURORA_FAULT_RUNS ?? '200',
    },
  },
});
