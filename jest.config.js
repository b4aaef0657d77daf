const shared = {
  transform: { '\\.ts$': '<rootDir>/scripts/jest-transform.cjs' },
  runtime: '<rootDir>/scripts/jest-runtime.cjs',
  testEnvironment: '<rootDir>/scripts/jest-environment.cjs',
  // Without them each run walks through node_modules.
  roots: ['bench', 'sandbox', 'scripts', 'sidebar', 'src', 'test', 'workbench'].map(
    (folder) => `<rootDir>/${folder}`,
  ),
};
/** @type {import('jest').Config} */
module.exports = {
  // Ends what hangs. On a machine that others use, a test that takes two seconds may take sixty.
  testTimeout: 180_000,
  // A worker that ends later has something left open; half a second is too little for one with a large heap on a busy
  // machine.
  workerGracefulExitTimeout: 5_000,
  globalSetup: '<rootDir>/scripts/jest-setup.cjs',
  globalTeardown: '<rootDir>/scripts/jest-teardown.cjs',
  testSequencer: '<rootDir>/scripts/jest-order.cjs',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/sandbox/*/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/test/contract/', '/test/browser/'],
    },
    { ...shared, displayName: 'contract', testMatch: ['<rootDir>/test/contract/**/*.test.ts'] },
    { ...shared, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.ts'] },
  ],
};
