// Before the first test file: a folder for the run's temporary files, and for caches that the command line writes.
const { join } = require('node:path');
const { openRunFolder, SHARED } = require('./run-folder.cjs');

module.exports = () => {
  const run = openRunFolder();
  process.env.TEST_RUN_FOLDER = run.folder;
  for (const name of ['XDG_CACHE_HOME', 'LOCALAPPDATA'])
    process.env[name] = join(run.folder, SHARED, 'cache');
  // For the teardown, which runs in the same process.
  globalThis.testRunFolder = run;
};
