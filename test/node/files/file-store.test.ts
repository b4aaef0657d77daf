/** Files of this machine as a store: whole or not at all, with what a disk does not keep of an object. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Work } from '../../../src/http/work';
import { badFileName } from '../../../src/node/files/file-names';
import { fileStore } from '../../../src/node/files/file-store';
import { nameOfPath } from '../../../src/node/files/local-files';
import type { WriteOptions } from '../../../src/volumes/store/store';

let disk: string;
let base: string;
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'file-store-'));
  base = nameOfPath('', disk);
});
afterEach(() => rmSync(disk, { recursive: true, force: true }));

/** It asks nobody. */
function run<T>(work: Work<T>): T {
  const step = work.next();
  if (!step.done) throw new Error('a request');
  return step.value;
}
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const store = fileStore();
const write = (name: string, text: string, more: Partial<WriteOptions> = {}) =>
  run(store.write(`${base}/${name}`, bytes(text), { contentType: 'text/plain', ...more }));
const files = () => readdirSync(disk, { recursive: true }).map(String).sort();

test('bytes and ranges; the same version or none', () => {
  const info = write('a/b.txt', 'abcdef');
  expect(info).toMatchObject({ size: 6, contentType: 'text/plain', contentEncoding: '', cacheControl: '' });
  const name = `${base}/a/b.txt`;
  expect(Buffer.from(run(store.read(name, { start: 2, end: 4 }))!).toString()).toBe('cd');
  expect(Buffer.from(run(store.read(name, { start: 4, end: 99 }))!).toString()).toBe('ef');
  expect(Buffer.from(run(store.open(name, 3))!.first).toString()).toBe('abc');
  expect(run(store.read(name, undefined, info.version))).toHaveLength(6);
  expect(() => run(store.read(name, undefined, 'other'))).toThrow(/changed in the meantime/);
  expect(run(store.read(`${base}/none`))).toBeNull();
  expect(run(store.stat(base))).toBeNull();
  expect(run(store.sums!(info))).toMatchObject({ crc32c: 'U7zv8Q==', md5: '6AtQFwmJUPxYqtg8jBSXjg==' });
});

test('a plain file leaves nothing beside it; another has a line in the hidden file', () => {
  write('plain.txt', 'x');
  expect(files()).toEqual(['plain.txt']);
  write('z', 'x', { contentEncoding: 'gzip', cacheControl: 'no-cache' });
  expect(files()).toEqual(['.tracertools-objects', 'plain.txt', 'z.gz']);
  // Another program of ours reads it.
  expect(run(fileStore().stat(`${base}/z`))).toMatchObject({
    contentEncoding: 'gzip',
    cacheControl: 'no-cache',
  });
  expect(run(fileStore().stat(`${base}/z.gz`))).toBeNull();
  expect(run(fileStore().list(`${base}/`)).objects.map(({ name }) => name)).toEqual([
    `${base}/plain.txt`,
    `${base}/z`,
  ]);
});

test('a line that broke off, and a file that is another one by now', () => {
  write('z', 'x', { contentEncoding: 'gzip' });
  const journal = join(disk, '.tracertools-objects');
  truncateSync(journal, readFileSync(journal).length - 5);
  expect(run(fileStore().stat(`${base}/z`))).toBeNull();
  run(fileStore().write(`${base}/y`, bytes('x'), { contentType: 'own/type' }));
  expect(run(fileStore().stat(`${base}/y`))).toMatchObject({ contentType: 'own/type' });
  writeFileSync(join(disk, 'y'), 'more words');
  expect(run(fileStore().stat(`${base}/y`))).toMatchObject({ contentType: 'application/octet-stream' });
});

test('a file of the name and size of one that was deleted is another object', () => {
  write('a.txt', 'one', { cacheControl: 'no-cache' });
  run(store.remove(`${base}/a.txt`));
  writeFileSync(join(disk, 'a.txt'), 'two');
  expect(run(store.stat(`${base}/a.txt`))).toMatchObject({ cacheControl: '' });
  expect(run(fileStore().stat(`${base}/a.txt`))).toMatchObject({ cacheControl: '' });
});

test('a name that is no UTF-8 is left out, and named', () => {
  writeFileSync(Buffer.concat([Buffer.from(`${disk}/a`), Buffer.of(0xff, 0xfe)]), 'x');
  writeFileSync(join(disk, 'b'), 'x');
  const { objects, skipped } = run(store.list(`${base}/`));
  expect(objects.map(({ name }) => name)).toEqual([`${base}/b`]);
  expect(skipped).toEqual([
    { name: `${base}/a\ufffd\ufffd`, why: expect.stringContaining('no UTF-8'), isFile: true },
  ]);
});

test('a name like those of our own files is left out, and named, except for the journal', () => {
  for (const name of ['.tracertools-part-1', '.tracertools-notes', 'b']) writeFileSync(join(disk, name), 'x');
  mkdirSync(join(disk, '.tracertools-mine'));
  writeFileSync(join(disk, '.tracertools-mine/a'), 'x');
  write('z', 'x', { contentEncoding: 'gzip' });
  const { objects, skipped } = run(store.list(`${base}/`));
  expect(objects.map(({ name }) => name)).toEqual([`${base}/b`, `${base}/z`]);
  expect(skipped!.map(({ name, isFile }) => [name.slice(base.length + 1), isFile])).toEqual([
    ['.tracertools-mine', true],
    ['.tracertools-notes', true],
    ['.tracertools-part-1', true],
  ]);
});

test('only where there is none yet', () => {
  write('a', 'one', { onlyNew: true });
  expect(() => write('a', 'two', { onlyNew: true })).toThrow(/is there already/);
  expect(readFileSync(join(disk, 'a'), 'utf8')).toBe('one');
  write('a', 'three');
  expect(readFileSync(join(disk, 'a'), 'utf8')).toBe('three');
});

test('a file that is not whole has no name, is found, and can be removed', () => {
  const options = { contentType: 'a/b', size: 6, crc32c: '' };
  const upload = run(store.upload(`${base}/a/big`, options));
  run(upload.write(bytes('abc')));
  expect(run(store.stat(`${base}/a/big`))).toBeNull();
  expect(run(store.list(`${base}/`)).objects).toEqual([]);
  const [left] = run(store.unfinished(`${base}/`));
  expect(left!.name).toMatch(/\/a\/\.tracertools-part-big$/);
  expect(() => run(upload.finish())).toThrow(/was not stored whole/);
  expect(run(store.unfinished(`${base}/`))).toEqual([]);
  // The next try takes the same place.
  run(run(store.upload(`${base}/a/big`, options)).write(bytes('ab')));
  const again = run(store.upload(`${base}/a/big`, options));
  run(again.write(bytes('abcdef')));
  expect(run(again.finish())).toMatchObject({ size: 6 });
  expect(files().filter((name) => name.includes('part'))).toEqual([]);
  const third = run(store.upload(`${base}/a/third`, options));
  run(third.abort());
  const fourth = run(store.upload(`${base}/a/fourth`, options));
  expect(fourth.piece).toBeGreaterThan(0);
  run(store.abandon(run(store.unfinished(`${base}/`))[0]!));
  expect(run(store.unfinished(`${base}/`))).toEqual([]);
});

test('links are no objects, and are named; nothing behind them is read, written or deleted', () => {
  mkdirSync(join(disk, 'in'));
  writeFileSync(join(disk, 'secret'), 's');
  symlinkSync(join(disk, 'secret'), join(disk, 'in/link'));
  symlinkSync(disk, join(disk, 'in/loop'));
  const { objects, skipped } = run(store.list(`${base}/in/`));
  expect(objects).toEqual([]);
  expect(skipped!.map(({ name, why }) => [name.slice(base.length), why])).toEqual([
    ['/in/link', 'is a link: links are not followed'],
    ['/in/loop', 'is a link: links are not followed'],
  ]);
  expect(existsSync(join(disk, 'secret'))).toBe(true);
});

test('one level of folders, a prefix within names, and too many', () => {
  for (const name of ['a/1', 'a/2', 'ab/3', 'b/c/4']) write(name, 'x');
  const names = (prefix: string, more = {}) => {
    const { objects, folders } = run(store.list(`${base}/${prefix}`, more));
    return [...objects.map(({ name }) => name), ...folders].map((name) => name.slice(base.length + 1));
  };
  expect(names('a')).toEqual(['a/1', 'a/2', 'ab/3']);
  expect(names('a/')).toEqual(['a/1', 'a/2']);
  expect(names('', { delimiter: '/' })).toEqual(['a/', 'ab/', 'b/']);
  expect(names('b/', { delimiter: '/' })).toEqual(['b/c/']);
  expect(names('none/')).toEqual([]);
  expect(() => names('', { most: 3 })).toThrow(/more than 3 files/);
});

test('copies, moves and deletions', () => {
  write('a', 'one', { cacheControl: 'no-cache' });
  const [a, b, c] = ['a', 'b', 'sub/c'].map((name) => `${base}/${name}`) as [string, string, string];
  expect(run(store.copy(a, b))).toMatchObject({ cacheControl: 'no-cache', contentType: 'text/plain' });
  expect(() => run(store.copy(a, b, { onlyNew: true }))).toThrow(/is there already/);
  expect(() => run(store.copy(a, a))).toThrow(/are the same/);
  expect(run(store.move(b, c, { onlyNew: true }))).toMatchObject({ name: c, cacheControl: 'no-cache' });
  expect(() => run(store.move(a, a))).toThrow(/are the same/);
  expect(() => run(store.move(b, c))).toThrow(/is not there/);
  expect(() => run(store.remove(c, 'other'))).toThrow(/changed in the meantime/);
  expect([run(store.remove(c)), run(store.remove(c))]).toEqual([true, false]);
});

test('deleting many takes the folders that are empty then, and none above', () => {
  for (const name of ['top/x/1', 'top/x/y/2', 'top/kept']) write(name, 'x', { cacheControl: 'no-cache' });
  expect(
    run(store.removeMany(['top/x/1', 'top/x/y/2', 'top/x/none'].map((name) => `${base}/${name}`))),
  ).toEqual([]);
  expect(files()).toEqual(['top', 'top/.tracertools-objects', 'top/kept']);
});

test('a file where a folder is needed, and the other way round', () => {
  write('a', 'x');
  expect(() => write('a/b', 'x')).toThrow(/a file stands where a folder is needed/);
  mkdirSync(join(disk, 'd'));
  expect(() => write('d', 'x')).toThrow(/is a folder/);
});

test.each([
  ['a//b', /without a name/],
  ['../b', /no names on a disk/],
  ['a/./b', /no names/],
  ['a\0b', /zero byte/],
  ['.tracertools-x', /program's own/],
  [`${'ü'.repeat(128)}`, /255 bytes/],
])('%j is refused', (name, words) => {
  expect(store.refuses(name)).toMatch(words);
  expect(() => write(name, 'x')).toThrow(words);
  expect(files()).toEqual([]);
});

test('Windows: colons, drives, and names that it keeps for itself', () => {
  const windows = fileStore({ platform: 'win32' });
  expect(windows.slot!('C:/Vol/mesh/1:0', 'gzip')).toBe('c:/vol/mesh/1:0.gz');
  for (const name of [
    'C:/a?b',
    'C:/a*',
    'C:/con',
    'C:/NUL.txt',
    'C:/a.',
    'C:/a ',
    'C:/a___b',
    'C:/a\nb',
    'C:/a|b',
  ]) {
    expect([name, badFileName(name, 'win32')]).not.toEqual([name, '']);
    expect([name, badFileName(name, 'linux')]).toEqual([name, '']);
  }
  expect(badFileName('C:/vol/mesh/1:0:1', 'win32')).toBe('');
});

test('paths as they are typed', () => {
  expect(nameOfPath('a/../b', '/home/ana')).toBe('home/ana/b');
  expect(nameOfPath('/x/y/', '/home/ana')).toBe('x/y');
  expect(nameOfPath('', '/home/ana')).toBe('home/ana');
});
