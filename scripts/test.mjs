// npm test: types, lint, licences, unit tests, contract tests on the built bundle, and browser tests where there is a Chromium.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { freshAddon } from './fresh.mjs';
import { ROOT, run, runBeside } from './lib.mjs';
import { lint } from './lint.mjs';
import { checkTypes } from './types.mjs';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

function findBrowser() {
  if (process.env.CHROMIUM) return existsSync(process.env.CHROMIUM) ? process.env.CHROMIUM : null;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  for (const name of BROWSERS) {
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
    if (found) return found;
  }
  return null;
}

const sum = { passed: 0, failed: 0, skipped: 0 };
const wrong = [];
const skipped = [];

/** Some of jest's projects in one run; its figures join the sum. `start` is `run` or `runBeside`. */
async function jest(projects, { start = run, env = {}, options = [] } = {}) {
  const name = projects.join(' and ');
  const folder = join(ROOT, 'dist', 'jest');
  const file = join(folder, `${projects.join('-')}.json`);
  mkdirSync(folder, { recursive: true });
  rmSync(file, { force: true });
  const code = await start(
    process.execPath,
    [
      // Workers take it over. What a test makes is gone soon: with room for it, a tenth less time goes into its collection.
      '--max-semi-space-size=32',
      // What a worker has compiled serves its later files too; V8 forgets it after some collections without a use.
      '--no-flush-bytecode',
      join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
      ...['--selectProjects', ...projects, '--json', `--outputFile=${file}`, ...options],
    ],
    { env: { ...process.env, ...env } },
  );
  if (!existsSync(file)) {
    wrong.push(`${name} tests did not run`);
    return;
  }
  const result = JSON.parse(readFileSync(file, 'utf8'));
  sum.passed += result.numPassedTests;
  // A file that breaks before its first test counts as one failure.
  sum.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  sum.skipped += result.numPendingTests + result.numTodoTests;
  if (result.numPendingTests > 0) skipped.push(`${result.numPendingTests} ${name} tests, which say why`);
  if (code !== 0) wrong.push(`${name} tests`);
}

async function types() {
  const untyped = await checkTypes();
  if (untyped.length > 0) wrong.push(`types (${untyped.join(', ')})`);
}

async function lints() {
  const unclean = await lint();
  if (unclean.length > 0) wrong.push(`lint (${unclean.join(', ')})`);
  const licences = [join(ROOT, 'scripts', 'licences.mjs')];
  if ((await run(process.execPath, licences, { stdio: ['ignore', 'ignore', 'inherit'] })) !== 0) {
    wrong.push('licences (npm run licences)');
  }
}

/** Whether contract and browser tests can run. */
async function build() {
  try {
    console.log((await freshAddon()) ? 'dist/addon built' : 'dist/addon is up to date');
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    wrong.push('build, and with it the contract and browser tests');
    return false;
  }
}

console.log('── types, lint, build');
// Lint has parts that only one processor works on: it goes on beside the tests.
const linted = lints();
const [built] = await Promise.all([build(), types()]);

/** Browser tests wait most of the time: they run beside the others, one file at a time. */
async function browserTests() {
  if (!built) return;
  const browser = findBrowser();
  if (!browser) skipped.push('browser tests: no Chromium found (CHROMIUM=/path/to/it npm test)');
  else await jest(['browser'], { start: runBeside, env: { CHROMIUM: browser }, options: ['-w', '1'] });
}
console.log('\n── tests');
// Both in one run with a worker for each processor: jest's own choice leaves one idle, and each run's end another.
const others = jest(built ? ['unit', 'contract'] : ['unit'], { options: ['--maxWorkers=100%'] });
await Promise.all([others, browserTests(), linted]);

console.log('');
for (const what of skipped) console.log(`skipped: ${what}`);
for (const what of wrong) console.log(`failed: ${what}`);
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exitCode = wrong.length > 0 || sum.failed > 0 ? 1 : 0;
