/** Where an argument's content comes from; an input that never ends is refused, not read until the memory is full. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInputSource, readToEnd, sourceOf } from '../../../src/cli/input/source';
import type { Param } from '../../../src/tools/declaration/declare';

const folder = mkdtempSync(join(tmpdir(), 'tracertools-source-'));
const at = (name: string) => join(folder, name);
beforeAll(() => {
  writeFileSync(at('ids.txt'), '1,2');
  mkdirSync(at('dir'));
});
const IDS: Param = { name: 'ids', kind: 'ids', description: '' };
const MESH: Param = { name: 'mesh', kind: 'path', file: 'bytes', description: '' };

test.each([
  [IDS, '-', { kind: 'input' }],
  [IDS, '@-', { kind: 'input' }],
  [IDS, at('ids.txt'), { kind: 'file', path: at('ids.txt') }],
  [IDS, `@${at('ids.txt')}`, { kind: 'file', path: at('ids.txt') }],
  [IDS, '720575941609391725', { kind: 'word' }],
  [MESH, '/dev/fd/63', { kind: 'file', path: '/dev/fd/63' }],
  [MESH, at('ids.txt'), { kind: 'word' }],
] as const)('argument %#: where its content comes from', async (param, word, source) => {
  expect(await sourceOf(param, word)).toEqual(source);
});

test.each([
  ['none.txt', /there is no file .*none\.txt/],
  ['dir', /is a folder, not a file/],
])('@%s is refused, not taken as a word', async (name, words) => {
  await expect(sourceOf(IDS, `@${at(name)}`)).rejects.toMatchObject({
    message: expect.stringMatching(words),
  });
});

test('a file of more bytes than are read is refused by its size', async () => {
  expect(Buffer.from(await readInputSource(at('ids.txt'), 3)).toString()).toBe('1,2');
  await expect(readInputSource(at('ids.txt'), 2)).rejects.toMatchObject({ code: 'BIG' });
});

test('a device that never ends, and one that is empty', async () => {
  await expect(readInputSource('/dev/zero', 1e6)).rejects.toMatchObject({
    code: 'BIG',
    message: '/dev/zero has over 1 MB, which is the most that is read',
  });
  expect(await readInputSource('/dev/null', 1e6)).toHaveLength(0);
});

test('a named pipe is read to its end, and not beyond the limit', async () => {
  execFileSync('mkfifo', [at('pipe')]);
  const write = (bytes: number) =>
    execFileSync('sh', ['-c', `(head -c ${bytes} /dev/zero > ${at('pipe')}) >/dev/null 2>&1 &`]);
  write(70_000);
  expect(await readInputSource(at('pipe'), 70_000)).toHaveLength(70_000);
  write(900_000);
  await expect(readInputSource(at('pipe'), 70_000)).rejects.toMatchObject({ code: 'BIG' });
});

test('what is piped in has the same limit', async () => {
  async function* endless() {
    for (;;) yield Buffer.alloc(1000);
  }
  await expect(readToEnd(endless(), 'what is piped in', 1e6)).rejects.toMatchObject({ code: 'BIG' });
});
