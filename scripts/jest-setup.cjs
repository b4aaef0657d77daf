// Before the first test file: a folder for the run's temporary files.
const { openRunFolder } = require('./run-folder.cjs');

module.exports = () => {
  const run = openRunFolder();
  process.env.TEST_RUN_FOLDER = run.folder;
  // For the teardown, which runs in the same process.
  globalThis.testRunFolder = run;
};
