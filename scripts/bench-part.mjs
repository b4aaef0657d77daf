// One part of the bench, started by scripts/bench.mjs: sends the goals that were missed to its parent.
import { createRequire } from 'node:module';
import { bundleForNode } from './lib.mjs';
import { rcloneSettings } from './store-judges.mjs';
import { goTool, KEYS, startServers } from './store-servers.mjs';

const { part, bundle, sizes, files } = JSON.parse(process.argv[2]);

async function startStores() {
  const { path, why } = goTool('rclone');
  bundleForNode('bench/stores-child.ts', 'bench-stores-child');
  if (why) console.log(`rclone is not compared: ${why}`);
  return {
    servers: await startServers(files.python, ['versitygw', 'fake-gcs-server']),
    keys: KEYS,
    child: bundleForNode('bench/stores-launch.ts', 'bench-stores-launch'),
    rclone: path ? { path, settings: rcloneSettings } : null,
  };
}

try {
  const missed = await createRequire(import.meta.url)(bundle).runPart(part, sizes, { ...files, startStores });
  process.send({ missed }, () => process.exit(0));
} catch (error) {
  console.error(error);
  process.exit(1);
}
