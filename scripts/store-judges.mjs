// Tests our stores with third-party servers, and checks the copied folders with rclone and cloud-files.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { bundleForNode, ROOT } from './lib.mjs';
import { goTool, KEYS, startServers } from './store-servers.mjs';

function run(command, args, env) {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  return new Promise((done) => {
    child.on('error', () => done(1));
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** Settings with which rclone reaches a store as `judge:`. */
export function rcloneSettings({ kind, url, token }, { accessKey, secret } = KEYS) {
  const google = token
    ? { TOKEN: JSON.stringify({ access_token: token, token_type: 'Bearer', expiry: '2100-01-01T00:00:00Z' }) }
    : { ANONYMOUS: 'true' };
  const settings =
    kind === 's3'
      ? {
          TYPE: 's3',
          PROVIDER: 'Other',
          ACCESS_KEY_ID: accessKey,
          SECRET_ACCESS_KEY: secret,
          ENDPOINT: url,
          REGION: 'us-east-1',
          FORCE_PATH_STYLE: 'true',
        }
      : { TYPE: 'google cloud storage', ENDPOINT: `${url}/storage/v1/`, PROJECT_NUMBER: '1', ...google };
  const named = Object.entries(settings).map(([name, value]) => [`RCLONE_CONFIG_JUDGE_${name}`, value]);
  return { ...Object.fromEntries(named), RCLONE_CONFIG: devNull };
}

const NAMES = [
  'info',
  'mesh/1:0',
  'a b/c d',
  'quotes \'"`',
  'ünï/漢字 😀',
  'sum+&;,@$!*()~',
  '100%/x%41',
  'empty',
];

/** rclone writes, compares, copies within the store, moves, lists and deletes on each kind of store in the sandbox. */
export async function rcloneOnSandbox({ url, storageToken, s3Keys }) {
  const { path, why } = goTool('rclone');
  if (why) {
    console.log(`rclone on the sandbox's stores skipped: ${why}`);
    return 0;
  }
  const folder = join(ROOT, 'dist', 'peers', 'rclone');
  rmSync(folder, { recursive: true, force: true });
  for (const name of [...NAMES, ...Array.from({ length: 40 }, (_none, n) => `many/${n}`)]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name === 'empty' ? '' : `${name}\n`.repeat(100));
  }
  // Google's Go client drops the path of an endpoint when it uploads, so the sandbox acts as its proxy.
  const stores = [
    { kind: 's3', url: `${url}/emulators/s3.amazonaws.com` },
    { kind: 's3', url: `${url}/emulators/c10s.pni.princeton.edu` },
    { kind: 'gcs', url: 'http://storage.googleapis.com', token: storageToken, proxy: { http_proxy: url } },
  ];
  const bucket = 'judge:peers-rclone';
  const steps = [
    ['mkdir', bucket],
    ['copy', folder, `${bucket}/a`],
    ['check', folder, `${bucket}/a`, '--download'],
    ['copy', `${bucket}/a`, `${bucket}/b`],
    ['check', folder, `${bucket}/b`],
    ['moveto', `${bucket}/b/info`, `${bucket}/moved`],
    ['copyto', `${bucket}/moved`, join(folder, 'info')],
    ['purge', `${bucket}/a`],
    ['purge', bucket],
  ];
  for (const { proxy = {}, ...store } of stores) {
    console.log(`rclone on ${store.url}`);
    const env = { ...process.env, ...rcloneSettings(store, s3Keys), ...proxy };
    for (const step of steps) {
      const code = await run(path, [...step, '--retries', '1', '--low-level-retries', '1'], env);
      if (code === 0) continue;
      console.error(`rclone ${step.join(' ')}: ${code}`);
      return code;
    }
  }
  return 0;
}

/** Returns the worst exit code of all judges. */
export async function judgeStores(python) {
  const servers = await startServers(python);
  if (servers.length === 0) return 0;
  const folder = join(ROOT, 'dist', 'peers', 'stores');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const rclone = goTool('rclone');
  if (rclone.why) console.log(`rclone's check of the copied folders skipped: ${rclone.why}`);
  try {
    const env = { ...process.env, PEERS_DIR: folder };
    env.STORES_SERVERS = JSON.stringify(servers);
    env.STORES_KEYS = JSON.stringify(KEYS);
    const codes = [
      await run(process.execPath, [bundleForNode('test/peers/stores-judge.ts', 'stores-judge')], env),
    ];
    for (const server of servers) {
      const copied = join(folder, server.name, 'folder');
      if (rclone.path) {
        console.log(`rclone on ${server.name}`);
        const settings = { ...process.env, ...rcloneSettings(server) };
        codes.push(await run(rclone.path, ['check', copied, 'judge:lab/judge', '--download'], settings));
      }
      const names = { COPIED_SERVER: JSON.stringify(server), COPIED_KEYS: JSON.stringify(KEYS) };
      const test = join(ROOT, 'test/peers/test_copied.py');
      codes.push(
        await run(python, [test], { ...env, ...names, COPIED_FOLDER: copied, PYTHONWARNINGS: 'ignore' }),
      );
    }
    return Math.max(...codes);
  } finally {
    for (const { stop } of servers) stop();
  }
}
