// Each test file has its own folder for temporary files, inside the run's, and it goes when the file has ended.
const { mkdtempSync } = require('node:fs');
const { basename, join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');
const { removeFolder, useTemporaryFolder } = require('./run-folder.cjs');

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    const run = process.env.TEST_RUN_FOLDER;
    const folder = mkdtempSync(join(run, `${basename(context.testPath, '.test.ts')}-`));
    // Before the environment copies the variables for the test.
    useTemporaryFolder(folder);
    super(config, context);
    // Jest's 100 frames make an error that a test expects cost more than what it tests.
    this.global.Error.stackTraceLimit = 30;
    this.temporary = { run, folder };
  }

  async teardown() {
    await super.teardown();
    useTemporaryFolder(this.temporary.run);
    removeFolder(this.temporary.folder);
  }
};
