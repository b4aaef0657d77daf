/** Programs loaded with their code cache: whatever is wrong with the cache, the program is the one of the file. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, loadProgram } from '../../src/node/code-cache';

const folder = mkdtempSync(join(tmpdir(), 'code-cache-'));
let programs = 0;

/** A program that exports what it is, and where it is. */
function programOf(what: string, file = join(folder, `program-${programs++}.cjs`)): string {
  writeFileSync(
    file,
    `const { sep } = require('node:path');\nexports.all = ['${what}', __filename, __dirname, sep];\n`,
  );
  return file;
}

/** A folder for the cache, and the only file in it. */
function newCache(): { cache: string; kept: () => string } {
  const cache = join(mkdtempSync(join(folder, 'cache-')), 'tracertools');
  return {
    cache,
    kept: () => {
      const names = readdirSync(cache);
      expect(names).toHaveLength(1);
      return join(cache, names[0]!);
    },
  };
}

const exportsOf = (what: string, file: string) => ({ all: [what, file, folder, '/'] });
const identity = (file: string): string => `${statSync(file).ino} ${statSync(file).mtimeMs}`;

test('the cache is written once, for this user alone, and the program is the same with it', () => {
  const file = programOf('one');
  const { cache, kept } = newCache();
  expect(loadProgram(file, cache, true)).toEqual(exportsOf('one', file));
  expect([statSync(cache).mode & 0o777, statSync(kept()).mode & 0o777]).toEqual([0o700, 0o600]);
  const first = identity(kept());
  expect(loadProgram(file, cache, true)).toEqual(exportsOf('one', file));
  expect(identity(kept())).toBe(first);
});

test('another program of the same length has its own code, and replaces the cache', () => {
  const { cache, kept } = newCache();
  const file = programOf('one');
  loadProgram(file, cache, true);
  const first = kept();
  programOf('two', file);
  expect(loadProgram(file, cache, true)).toEqual(exportsOf('two', file));
  expect(kept()).not.toBe(first);
});

test.each<[string, (file: string) => void]>([
  [
    'damaged',
    (file) =>
      writeFileSync(
        file,
        readFileSync(file).map((byte, i) => (i === 99 ? byte ^ 1 : byte)),
      ),
  ],
  ['cut', (file) => writeFileSync(file, readFileSync(file).subarray(0, 200))],
  ['empty', (file) => writeFileSync(file, '')],
  ['writable for others', (file) => chmodSync(file, 0o666)],
])('a cache that is %s is replaced', (_name, change) => {
  const file = programOf('one');
  const { cache, kept } = newCache();
  loadProgram(file, cache, true);
  const whole = readFileSync(kept());
  change(kept());
  expect(loadProgram(file, cache, true)).toEqual(exportsOf('one', file));
  expect(readFileSync(kept()).length).toBe(whole.length);
  expect(statSync(kept()).mode & 0o777).toBe(0o600);
});

test('without a folder, in a thread, and where no folder can be, nothing is written', () => {
  const file = programOf('one');
  const { cache } = newCache();
  expect(loadProgram(file, null, true)).toEqual(exportsOf('one', file));
  expect(loadProgram(file, cache, false)).toEqual(exportsOf('one', file));
  expect(() => readdirSync(cache)).toThrow('ENOENT');
  expect(loadProgram(file, join(file, 'below'), true)).toEqual(exportsOf('one', file));
});

test('an error of the program is that of the program', () => {
  const file = join(folder, 'broken.cjs');
  writeFileSync(file, 'throw new Error("broken here")');
  expect(() => loadProgram(file, newCache().cache, true)).toThrow('broken here');
});

test('the folder: the user’s own for caches, or none where Node’s switch says so', () => {
  expect([
    cacheFolder('t', {}, '/home/a', 'linux'),
    cacheFolder('t', { XDG_CACHE_HOME: '/c' }, '/home/a', 'linux'),
    cacheFolder('t', { LOCALAPPDATA: '/local' }, '/home/a', 'win32'),
    cacheFolder('t', { LOCALAPPDATA: '/local' }, '/home/a', 'linux'),
    cacheFolder('t', { NODE_DISABLE_COMPILE_CACHE: '1' }, '/home/a', 'linux'),
  ]).toEqual(['/home/a/.cache/t', '/c/t', '/local/t', '/home/a/.cache/t', null]);
});
