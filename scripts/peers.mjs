// Runs the real Python client against the sandbox. Without Python or its packages it says so and passes.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { bundleForNode } from './lib.mjs';
import { bundleSandbox } from './sandbox.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const venv = join(root, '.venv-peers');
const python = join(venv, 'bin/python');
const requirements = join(root, 'test/peers/requirements.txt');
const stamp = join(venv, 'requirements.txt');

/** Says why nothing was compared, and ends well. */
function skip(why) {
  console.log(`peers skipped: ${why}`);
  process.exit(0);
}

function prepare() {
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!existsSync(python)) {
    const made = spawnSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
    if (made.error || made.status !== 0) skip('no python3 with venv on this machine');
  }
  const got = spawnSync(python, ['-m', 'pip', 'install', '-q', '-r', requirements], { stdio: 'inherit' });
  if (got.status !== 0) skip('its Python packages could not be installed');
  writeFileSync(stamp, wanted);
}

function start(bundle) {
  const child = spawn(process.execPath, [bundle, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((ready, fail) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const line = text.split('\n').find((candidate) => candidate.startsWith('{'));
      if (text.includes('\n') && line !== undefined) ready({ child, ...JSON.parse(line) });
    });
    child.on('exit', (code) => fail(new Error(`the sandbox ended with ${code}`)));
  });
}

/** Runs a command to its end; its exit code, and what it printed where that is wanted. */
function run(command, args, env, capture) {
  const child = spawn(command, args, { stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'], env });
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((done) => child.on('exit', (code) => done({ code: code ?? 1, text })));
}

/** The built add-on's own answers, for the Python client to check. */
async function addOnAnswers(env) {
  await build();
  const entry = bundleForNode('test/peers/addon-answers.ts', 'addon-answers');
  const { code, text } = await run(
    process.execPath,
    [entry],
    { ...env, ADDON: join(root, 'dist/addon') },
    true,
  );
  if (code !== 0) throw new Error('the add-on gave no answers');
  const file = join(root, 'dist/addon-answers.json');
  writeFileSync(file, text);
  return file;
}

prepare();
const expected = process.argv[2];
const { child, global: url, token } = await start(await bundleSandbox());
const env = { ...process.env, SANDBOX_URL: url, SANDBOX_TOKEN: token, PYTHONWARNINGS: 'ignore' };
if (expected !== undefined) env.SANDBOX_EXPECTED = resolve(expected);
env.ADDON_ANSWERS = await addOnAnswers(env);
const codes = [];
for (const file of ['test_caveclient.py', 'test_addon.py']) {
  codes.push((await run(python, [join(root, 'test/peers', file)], env, false)).code);
}
child.removeAllListeners('exit');
child.kill('SIGTERM');
process.exitCode = Math.max(...codes);
