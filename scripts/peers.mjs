// npm run test:peers: compares the sandbox, the add-on, formats, stores and geometry with other programs. Without
// Python or its packages it says so and passes.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from './build.mjs';
import { bundleForNode, ROOT } from './lib.mjs';
import { ownOptions } from './options.mjs';
import { preparePython } from './python.mjs';
import { openRunFolder } from './run-folder.cjs';
import { bundleSandbox } from './sandbox.mjs';
import { judgeStores, rcloneOnSandbox } from './store-judges.mjs';
import { judgeTasks } from './tasks-judge.mjs';
import { judgeObjVolumes } from './viewer-judge.mjs';

const HELP =
  'npm run test:peers [-- FILE]: FILE holds answers of the real services, to compare the sandbox with';

/** Waits for the first line of JSON of a bundle, which means that it is ready. */
function start(bundle) {
  const child = spawn(process.execPath, [bundle, '--port', '0', '--no-companion'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
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

/** Runs a command to its end; returns its exit code, and its output if `capture`. */
function run(command, args, env, capture = false) {
  const child = spawn(command, args, { stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'], env });
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((done) => child.on('exit', (code) => done({ code: code ?? 1, text })));
}

/** The built add-on's answers, for the Python client to check. */
async function addOnAnswers(env) {
  await build();
  const entry = bundleForNode('test/peers/addon-answers.ts', 'addon-answers');
  const { code, text } = await run(
    process.execPath,
    [entry],
    { ...env, ADDON: join(ROOT, 'dist/addon') },
    true,
  );
  if (code !== 0) throw new Error('the add-on gave no answers');
  const file = join(ROOT, 'dist/addon-answers.json');
  writeFileSync(file, text);
  return file;
}

const peer = (file) => join(ROOT, 'test/peers', file);

/** In this order: other programs write files if they can, our code reads and writes, other programs check. */
async function exchangeFiles(python, name) {
  const folder = join(ROOT, 'dist', 'peers', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, PEERS_DIR: folder, PYTHONWARNINGS: 'ignore' };
  const makes = peer(`make_${name}.py`);
  if (existsSync(makes)) {
    const { code } = await run(python, [makes, folder], env);
    if (code !== 0) return code;
  }
  const { code } = await run(
    process.execPath,
    [bundleForNode(`test/peers/${name}-answers.ts`, `${name}-answers`)],
    env,
  );
  if (code !== 0) return code;
  return (await run(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', peer(`test_${name}.py`)], env))
    .code;
}

/**
 * Checks the functions over ids against brute force over the supervoxels of a graph: the sandbox's graph, and that of a
 * real CAVE if PCG_JUDGE_URL is set (PCG_JUDGE_TOKEN, PCG_JUDGE_DATASTACK, PCG_JUDGE_TABLE for a graph without an info
 * service, PCG_JUDGE_IDS for your own ids).
 */
async function judgeGraphs(sandbox) {
  const entry = bundleForNode('test/peers/graph-judge.ts', 'graph-judge');
  const judge = async (env) => (await run(process.execPath, [entry], { ...process.env, ...env })).code;
  const codes = [await judge({ GRAPH_URL: sandbox.url, GRAPH_TOKEN: sandbox.token })];
  const { PCG_JUDGE_URL: url, PCG_JUDGE_TOKEN: token = '' } = process.env;
  if (!url) {
    console.log('real graph skipped: PCG_JUDGE_URL is not set');
    return Math.max(...codes);
  }
  const env = { GRAPH_URL: url, GRAPH_TOKEN: token };
  for (const name of ['DATASTACK', 'TABLE', 'IDS']) {
    const value = process.env[`PCG_JUDGE_${name}`];
    if (value) env[`GRAPH_${name}`] = value;
  }
  codes.push(await judge(env));
  return Math.max(...codes);
}

/** Sends the same random questions to TT_TABLE and to the Python client, on one server. */
async function compareTables(python, url, token) {
  const env = { ...process.env, TABLES_URL: url, TABLES_TOKEN: token, PYTHONWARNINGS: 'ignore' };
  const { code, text } = await run(
    process.execPath,
    [bundleForNode('test/peers/tables-answers.ts', 'tables-answers')],
    env,
    true,
  );
  if (code !== 0) return code;
  env.TABLES_ANSWERS = join(ROOT, 'dist/tables-answers.json');
  writeFileSync(env.TABLES_ANSWERS, text);
  return (await run(python, [peer('test_tables.py')], env)).code;
}

/**
 * The same on a CAVE with a real materialization engine that holds the sandbox's tables, if MATERIALIZE_JUDGE_URL is
 * set.
 */
function compareWithJudge(python) {
  const { MATERIALIZE_JUDGE_URL: url, MATERIALIZE_JUDGE_TOKEN: token = '' } = process.env;
  if (url) return compareTables(python, url, token);
  console.log('tables on a real materialization engine skipped: MATERIALIZE_JUDGE_URL is not set');
  return 0;
}

async function againstSandbox(python) {
  const { child, global: url, token, ...ready } = await start(await bundleSandbox());
  try {
    const env = { ...process.env, SANDBOX_URL: url, SANDBOX_TOKEN: token, PYTHONWARNINGS: 'ignore' };
    env.SANDBOX_READY = JSON.stringify({ url, token, ...ready });
    const { positionals } = ownOptions({}, { help: HELP, positionals: true });
    const [expected] = positionals;
    if (expected !== undefined) env.SANDBOX_EXPECTED = resolve(expected);
    env.ADDON_ANSWERS = await addOnAnswers(env);
    const codes = [await judgeGraphs({ url, token })];
    const files = ['caveclient', 'addon', 'meshes', 'skeletons', 'stores'].map((name) => `test_${name}.py`);
    for (const file of files) {
      if (existsSync(peer(file))) codes.push((await run(python, [peer(file)], env)).code);
    }
    codes.push(await compareTables(python, url, token));
    codes.push(await rcloneOnSandbox({ url, ...ready }));
    codes.push(await judgeObjVolumes(python, url));
    return Math.max(...codes);
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
  }
}

process.on('exit', openRunFolder().close);
const { python, why } = preparePython();
if (python === undefined) {
  console.log(`peers skipped: ${why}`);
} else {
  const codes = [];
  for (const name of ['geometry', 'files', 'buckets', 'signatures'])
    codes.push(await exchangeFiles(python, name));
  codes.push(await againstSandbox(python));
  codes.push(await compareWithJudge(python));
  codes.push(await judgeStores(python));
  codes.push(await judgeTasks(python));
  process.exitCode = Math.max(...codes);
}
