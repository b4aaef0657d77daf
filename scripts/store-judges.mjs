// Our stores on servers of other people's making, and what rclone and cloud-files say of the folders copied there.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { bundleForNode, ROOT } from './lib.mjs';
import { goTool, KEYS, startServers } from './store-servers.mjs';

function run(command, args, env) {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  return new Promise((done) => {
    child.on('error', () => done(1));
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** The settings with which rclone reaches a server as `judge:`. */
export function rcloneSettings({ kind, url }, { accessKey, secret } = KEYS) {
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
      : { TYPE: 'google cloud storage', ENDPOINT: `${url}/storage/v1/`, ANONYMOUS: 'true' };
  const named = Object.entries(settings).map(([name, value]) => [`RCLONE_CONFIG_JUDGE_${name}`, value]);
  return { ...Object.fromEntries(named), RCLONE_CONFIG: devNull };
}

/** The worst exit code of all judges. */
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
