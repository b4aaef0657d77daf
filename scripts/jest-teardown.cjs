// After the last test file: nothing may be left of any of them. What is left was written after its test file had ended.
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { SHARED } = require('./run-folder.cjs');

module.exports = () => {
  const { folder, close } = globalThis.testRunFolder;
  const left = readdirSync(folder)
    .filter((name) => name !== SHARED)
    .map((name) => [name, ...readdirSync(join(folder, name), { recursive: true })].join(' '));
  close();
  delete process.env.TEST_RUN_FOLDER;
  if (left.length > 0)
    throw new Error(`temporary files were written after their test file had ended: ${left.join('; ')}`);
};
