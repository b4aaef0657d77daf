// Functions that several scripts share: running a TypeScript module of the project in Node, and starting child
// processes.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

export const SHARED_LAYERS = require('./shared-layers.cjs');

/** A bundle imports installed packages, but contains the workspaces, which are TypeScript sources. */
function installedPackages() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return Object.keys({ ...dependencies, ...devDependencies });
}

function nodeBundle(entry, name) {
  const outfile = join(ROOT, 'dist', 'node', `${name}.cjs`);
  mkdirSync(dirname(outfile), { recursive: true });
  return {
    entryPoints: [join(ROOT, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
    external: installedPackages(),
  };
}

/** Bundles a TypeScript entry for Node into dist/ and returns the file's path. */
export function bundleForNode(entry, name) {
  const options = nodeBundle(entry, name);
  // Loaded here: most commands find their bundle built.
  require('esbuild').buildSync(options);
  return options.outfile;
}

function fresh(file) {
  delete require.cache[file];
  return require(file);
}

/** Loads a TypeScript module of the project. */
export const load = (entry, name) => fresh(bundleForNode(entry, name));

/** As `load`; other work goes on while esbuild bundles in its own process. */
export async function loadBeside(entry, name) {
  const options = nodeBundle(entry, name);
  await require('esbuild').build(options);
  return fresh(options.outfile);
}

/** Runs a command in this terminal; returns its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: ROOT, ...options });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs a command in parallel with others and prints its output at once when it ends. Returns its exit code. */
export function runBeside(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: ROOT, ...options });
    const parts = [];
    child.stdout.on('data', (part) => parts.push(part));
    child.stderr.on('data', (part) => parts.push(part));
    child.on('error', (error) => parts.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(parts));
      resolve(code ?? 1);
    });
  });
}

/** The newest change below these paths, in milliseconds; 0 if there is nothing. */
export function newest(...paths) {
  let latest = 0;
  const visit = (path) => {
    let found;
    try {
      found = statSync(path);
    } catch {
      return;
    }
    if (found.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else latest = Math.max(latest, found.mtimeMs);
  };
  for (const path of paths) visit(join(ROOT, path));
  return latest;
}

/**
 * npm sends signals to the shell between it and this process. The shell ends without passing them on, and then this
 * process has another parent.
 */
export function onParentExit(act) {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  setInterval(() => {
    if (process.ppid !== parent) act();
  }, 300).unref();
}

/** Runs a Node program instead of this one: passes signals to it and ends with its exit code. */
export function foreground(program, options) {
  const child = spawn(process.execPath, [program, ...options], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
  onParentExit(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
}
