// The folder for temporary files of one run of tests or judges: everything that a test, the product or a program that
// they start puts into the system's folder for temporary files is inside, and goes with it.
const { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const PREFIX = 'tracertools-run-';
/** Where Node, Python, Chromium and others look for the folder for temporary files. */
const VARIABLES = ['TMPDIR', 'TMP', 'TEMP'];

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** In milliseconds. A container that shares the folder has processes that cannot be seen here, but its runs write. */
const ABANDONED = 30 * 60_000;

/** Removes what runs left that were killed: the name of a folder holds the id of its process. */
function removeAbandoned(parent) {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX)) continue;
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    const { mtimeMs } = statSync(join(parent, name), { throwIfNoEntry: false }) ?? {};
    if (pid > 0 && Date.now() - mtimeMs > ABANDONED && !isRunning(pid)) removeFolder(join(parent, name));
  }
}

/** Retries while a program that is ending still writes into it. */
function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/** Makes this folder the one for temporary files of this process and of those that it starts. */
function useTemporaryFolder(folder) {
  for (const name of VARIABLES) process.env[name] = folder;
}

/** Returns the run's folder and a function that removes it and restores the system's. */
function openRunFolder() {
  const parent = tmpdir();
  const before = VARIABLES.map((name) => [name, process.env[name]]);
  removeAbandoned(parent);
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  mkdirSync(join(folder, SHARED));
  useTemporaryFolder(folder);
  const close = () => {
    removeFolder(folder);
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  return { folder, close };
}

/** Inside a run's folder: what all test files use and one of them makes. */
const SHARED = 'shared';

module.exports = { SHARED, openRunFolder, removeFolder, useTemporaryFolder };
