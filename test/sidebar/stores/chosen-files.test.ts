/** Chosen files as a store: encodings in the folder of a volume, sums, files that were changed since, names that clash. */
import { ChosenFiles, type FileBytes } from '../../../sidebar/stores/chosen-files';
import { runHere } from '../../../sidebar/stores/driver';
import { crc32c } from '../../../src/core/crc32c';
import type { Work } from '../../../src/http/work';

const file = (path: string, text: string) => ({ path, file: new Blob([text]) as FileBytes });
const run = <T>(work: Work<T>, chosen: ChosenFiles): Promise<T> =>
  runHere(work, { send: () => Promise.reject(new Error('nothing is sent')), chosenFiles: chosen });

test('in the folder of a volume .gz is an encoding, elsewhere a part of the name; our own files stay', () => {
  const chosen = new ChosenFiles([
    file('vnc/info', '{}'),
    file('vnc/mesh/1:0.gz', 'x'),
    file('other/a.tar.gz', 'x'),
    file('vnc/.tracertools-objects', ''),
  ]);
  const { objects, skipped } = chosen.listing();
  expect(objects.map(({ name, contentEncoding }) => [name, contentEncoding])).toEqual([
    ['vnc/info', ''],
    ['vnc/mesh/1:0', 'gzip'],
    ['other/a.tar.gz', ''],
  ]);
  expect(skipped).toHaveLength(1);
});

test('stretches and sums are those of the bytes', async () => {
  const chosen = new ChosenFiles([file('a', ''), file('b', 'hello world')]);
  const read = (range?: { start: number; end: number }) => run(chosen.store.read('b', range), chosen);
  expect(Buffer.from((await read({ start: 4, end: 99 }))!).toString()).toBe('o world');
  const info = (await run(chosen.store.stat('b'), chosen))!;
  const { crc32c: sum } = await run(chosen.store.sums!(info), chosen);
  expect(sum).toBe(crc32c(Buffer.from('hello world')));
  expect(await run(chosen.store.read('a'), chosen)).toHaveLength(0);
  expect(await run(chosen.store.read('none'), chosen)).toBeNull();
});

test.each([
  ['NotFoundError', /^gone\.csv is no longer on your computer: .*Choose it again/],
  [
    'NotReadableError',
    /^gone\.csv cannot be read: it was changed .*, or your computer lets no browser read it/,
  ],
  ['SecurityError', /^gone\.csv cannot be read \(SecurityError\)/],
])('a file that the browser does not read says why: %s', async (name, words) => {
  const error = Object.assign(new Error('No.'), { name });
  const gone: FileBytes = { size: 5, slice: () => ({ arrayBuffer: () => Promise.reject(error) }) };
  const chosen = new ChosenFiles([{ path: 'gone.csv', file: gone }]);
  await expect(run(chosen.store.read('gone.csv'), chosen)).rejects.toThrow(words);
  await expect(new ChosenFiles([file('a', 'x'), { path: 'gone.csv', file: gone }]).check()).rejects.toThrow(
    words,
  );
  await expect(new ChosenFiles([file('a', 'x'), file('b', '')]).check()).resolves.toBeUndefined();
});

test('a file that is shorter than it was is refused', async () => {
  const short: FileBytes = { size: 5, slice: () => new Blob(['abc']) };
  const chosen = new ChosenFiles([{ path: 'a', file: short }]);
  await expect(run(chosen.store.read('a'), chosen)).rejects.toThrow(/^a cannot be read: it was changed/);
});

test('two files of one name are refused', () => {
  expect(() => new ChosenFiles([file('v/info', ''), file('v/a.gz', ''), file('v/a', '')])).toThrow(
    /one name/,
  );
});
