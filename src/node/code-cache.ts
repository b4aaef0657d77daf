/**
 * Loads a bundled program with V8's code cache: compiling a large bundle takes longer than most commands. The cache is a
 * file in the user's own cache folder; without one, or with a damaged one, the program is compiled as usual.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import type { Environment } from './store-keys';

/** The folder for caches of a program; null if the user wants none (NODE_DISABLE_COMPILE_CACHE, as Node's own). */
export function cacheFolder(name: string, env: Environment, home: string, platform: string): string | null {
  if (env.NODE_DISABLE_COMPILE_CACHE) return null;
  const local = platform === 'win32' ? env.LOCALAPPDATA : undefined;
  return join(env.XDG_CACHE_HOME || local || join(home, '.cache'), name);
}

/** The exports of a CommonJS file. `mayWrite` is false in threads, which read what the main thread wrote. */
export function loadProgram(file: string, folder: string | null, mayWrite: boolean): unknown {
  const require = createRequire(file);
  const importModuleDynamically = constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  if (folder === null || importModuleDynamically === undefined) return require(file);
  const source = readFileSync(file);
  // V8 compares only its version, its flags and the length of the source.
  const program = `${process.version}-${process.arch}-`;
  const cacheFile = join(folder, `${program}${digestOf(source).toString('hex').slice(0, 32)}`);
  const cachedData = readCache(cacheFile);
  const script = new Script(Module.wrap(source.toString('utf8')), {
    filename: file,
    importModuleDynamically,
    ...(cachedData ? { cachedData } : {}),
  });
  const module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, require, module, file, dirname(file));
  if (mayWrite && (cachedData === null || script.cachedDataRejected)) {
    writeCache(cacheFile, script.createCachedData(), program);
  }
  return module.exports;
}

const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const DIGEST_BYTES = 32;

/** Code that another user could have written is not run. */
function readCache(file: string): Buffer | null {
  try {
    const open = openSync(file, 'r');
    try {
      const { uid, mode } = fstatSync(open);
      if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) return null;
      const bytes = readFileSync(open);
      const code = bytes.subarray(DIGEST_BYTES);
      return digestOf(code).equals(bytes.subarray(0, DIGEST_BYTES)) ? code : null;
    } finally {
      closeSync(open);
    }
  } catch {
    return null;
  }
}

/** Replaces the caches of earlier programs of this version of Node. A failure costs time at the next start only. */
function writeCache(file: string, code: Buffer, program: string): void {
  const folder = dirname(file);
  const next = join(folder, `next-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return;
  }
  try {
    writeFileSync(next, Buffer.concat([digestOf(code), code]), { mode: 0o600, flag: 'wx' });
    for (const name of readdirSync(folder)) if (name.startsWith(program)) rmSync(join(folder, name));
    renameSync(next, file);
  } catch {
    rmSync(next, { force: true });
  }
}
