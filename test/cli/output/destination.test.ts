/** What is there stays; what is written appears whole or not at all. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Destination, removeUnfinished } from '../../../src/cli/output/destination';

const root = mkdtempSync(join(tmpdir(), 'tracertools-out-'));
let count = 0;
const fresh = (): string => {
  const folder = join(root, String(count++));
  mkdirSync(folder);
  return folder;
};
const bytes = (text: string) => new TextEncoder().encode(text);
const file = (path: string, text: string) => ({ path, contentType: 'text/plain', bytes: bytes(text) });
const all = (folder: string): string[] => readdirSync(folder, { recursive: true }).map(String).sort();

test('a file: new ones and folders above it are made, one that is there is refused before the work', () => {
  const folder = fresh();
  const path = join(folder, 'a', 'b.tsv');
  Destination.file(path, false).writeText('1\n');
  expect(readFileSync(path, 'utf8')).toBe('1\n');
  expect(all(folder)).toEqual(['a', 'a/b.tsv']);
  expect(() => Destination.file(path, false)).toThrow(
    /b.tsv is there already. Name another, or write over it with --force/,
  );
  Destination.file(path, true).writeText('2\n');
  expect(readFileSync(path, 'utf8')).toBe('2\n');
  expect(() => Destination.file(join(folder, 'a'), true)).toThrow(/is a folder/);
  expect(() => Destination.file(join(path, 'x'), false)).toThrow(
    /b.tsv is a file, so that .* cannot be made/,
  );
});

test('a file that comes into being during the work is not written over', () => {
  const path = join(fresh(), 'a.tsv');
  const destination = Destination.file(path, false);
  writeFileSync(path, 'another’s');
  expect(() => destination.writeText('mine')).toThrow(/came into being meanwhile/);
  expect(readFileSync(path, 'utf8')).toBe('another’s');
  expect(readdirSync(join(path, '..'))).toEqual(['a.tsv']);
});

test('a folder: new or empty; with force its other files stay', () => {
  const folder = join(fresh(), 'vol');
  const files = [file('info', '1'), file('mesh/1:0', '2')];
  expect(Destination.files(folder, false).writeFiles(files)).toBe(`2 files, 2 bytes in ${folder}`);
  expect(all(folder)).toEqual(['info', 'mesh', 'mesh/1:0']);
  expect(() => Destination.files(folder, false)).toThrow(/is not empty/);
  writeFileSync(join(folder, 'own'), 'x');
  Destination.files(folder, true).writeFiles([file('info', 'new')]);
  expect(all(folder)).toEqual(['info', 'mesh', 'mesh/1:0', 'own']);
  expect(readFileSync(join(folder, 'info'), 'utf8')).toBe('new');
  const empty = fresh();
  Destination.files(empty, false).writeFiles(files);
  expect(all(empty)).toContain('mesh/1:0');
});

test('one made file may be called what it is; several go into a folder beside that name', () => {
  const folder = fresh();
  const path = join(folder, 'a.obj');
  expect(Destination.files(path, false).writeFiles([file('mesh.obj', 'v')])).toBe(`1 file, 1 byte: ${path}`);
  expect(readFileSync(path, 'utf8')).toBe('v');
  const other = join(folder, 'b.obj');
  expect(Destination.files(other, false).writeFiles([file('x.obj', '1'), file('y.obj', '2')])).toContain(
    'b.obj-files',
  );
  expect(all(folder)).toEqual(['a.obj', 'b.obj-files', 'b.obj-files/x.obj', 'b.obj-files/y.obj']);
});

test.each(['../x', '/etc/x', 'a/../../x'])('a made file called %j stays inside', (path) => {
  const folder = fresh();
  const target = join(folder, 'vol');
  const write = () => Destination.files(target, false).writeFiles([file('info', '1'), file(path, '2')]);
  if (path.startsWith('/')) {
    write();
    expect(all(target)).toEqual(['etc', 'etc/x', 'info']);
  } else {
    expect(write).toThrow(/would lie outside/);
    expect(readdirSync(folder)).toEqual([]);
  }
});

test('what is unfinished is removed', () => {
  const folder = fresh();
  const target = join(folder, 'vol');
  mkdirSync(target);
  const destination = Destination.files(target, false);
  // A folder stands where a file has to go: the write fails half way.
  expect(() => destination.writeFiles([file('a', '1'), file('a/b', '2')])).toThrow();
  removeUnfinished();
  expect(readdirSync(folder)).toEqual(['vol']);
  expect(existsSync(join(target, 'a'))).toBe(false);
});
