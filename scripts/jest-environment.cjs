// Each test file has its own folder for temporary files, inside the run's, and it goes when the file has ended.
const { mkdtempSync } = require('node:fs');
const { basename, join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');
const { removeFolder, useTemporaryFolder } = require('./run-folder.cjs');

/** What the Apps Script sandbox knows of the bundle, as text: for all test files of a worker. */
const LAST_SCRIPT = Symbol.for('@tracer-tools/apps-script/last-script');
const lastScript = { code: '', functions: '' };

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    const run = process.env.TEST_RUN_FOLDER;
    const folder = mkdtempSync(join(run, `${basename(context.testPath, '.test.ts')}-`));
    // Before the environment copies the variables for the test.
    useTemporaryFolder(folder);
    super(config, context);
    // Jest's 100 frames make an error that a test expects cost more than what it tests.
    this.global.Error.stackTraceLimit = 30;
    this.global[LAST_SCRIPT] = lastScript;
    this.temporary = { run, folder };
  }

  async teardown() {
    await super.teardown();
    useTemporaryFolder(this.temporary.run);
    removeFolder(this.temporary.folder);
  }
};
