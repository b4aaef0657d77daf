// npm run dev: rebuilds and restarts the playground at every change of a source; open pages reload. --help lists the
// options.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { listening, reloadProxy } from './dev/reload-proxy.mjs';
import { bundleForNode, onParentExit, ROOT, run } from './lib.mjs';
import { readOptions, runScript } from './options.mjs';

const HELP = `npm run dev -- [--port 8787] [--seed 1] [--companion]
The playground on that port, its server on the one above. --companion runs the companion beside it.`;

const WATCHED = ['src', 'sidebar', 'sandbox', 'appsscript.json'];
/** Editors write several files at once: wait until they are done. */
const QUIET_MS = 200;
const START_MS = 60_000;

/** Builds the add-on in a separate process, so that the build's own modules are loaded again. */
const buildAddon = async () => (await run(process.execPath, [join(ROOT, 'scripts', 'build.mjs')])) === 0;

/** The playground's server as a child process that can be replaced. */
function playground(args) {
  let child = null;
  const stop = () =>
    new Promise((resolve) => {
      if (child === null || child.exitCode !== null) return resolve();
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  return {
    stop,
    async restart() {
      const bundle = bundleForNode('sandbox/playground/src/command.ts', 'sandbox-dev');
      await stop();
      child = spawn(process.execPath, [bundle, ...args], {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    },
  };
}

/** Calls `act` when the sources have been unchanged for a moment; one call at a time. */
function onChange(act) {
  let timer;
  let running = false;
  let again = false;
  const start = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    await act();
    running = false;
    if (again) {
      again = false;
      await start();
    }
  };
  for (const path of WATCHED) {
    try {
      watch(join(ROOT, path), { recursive: true }, () => {
        clearTimeout(timer);
        timer = setTimeout(() => void start(), QUIET_MS);
      });
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
}

await runScript(async () => {
  const { values } = readOptions(
    process.argv.slice(2),
    {
      port: { type: 'string', default: '8787' },
      seed: { type: 'string', default: '1' },
      companion: { type: 'boolean', default: false },
    },
    { help: HELP },
  );
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    throw new Error('--port needs a number from 1 to 65534');
  const target = port + 1;
  const args = [
    '--port',
    String(target),
    '--seed',
    values.seed,
    ...(values.companion ? [] : ['--no-companion']),
  ];
  const server = playground(args);
  const proxy = await reloadProxy(port, target);
  const renew = async () => {
    const started = Date.now();
    try {
      if (!(await buildAddon())) throw new Error('the add-on could not be built');
      await server.restart();
      if (!(await listening(target, START_MS))) throw new Error('the playground did not start');
      proxy.reload();
      console.log(`http://127.0.0.1:${port}/ is new (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    } catch (error) {
      console.error(
        `Not renewed: ${error instanceof Error ? error.message : error}. Waiting for the next change.`,
      );
    }
  };
  const end = () => void server.stop().then(() => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, end);
  onParentExit(end);
  await renew();
  onChange(renew);
});
