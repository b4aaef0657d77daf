// A zip of several files: read back by another reader, told of file by file.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { zipOf } from '../../../sidebar/parts/zip';
import { random } from '../../../workbench/random';

const UNPACK = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    z.extractall(sys.argv[2])
`;

/** Python's reader, where there is one, judges beside ours. */
const python = spawnSync('python3', ['-V']).status === 0;

test('names with colons and folders, empty and large files come back as they were (seed 5)', async () => {
  const next = random(5);
  const noise = Uint8Array.from({ length: 300_000 }, () => Math.floor(256 * next()));
  const files = [
    { path: 'info', bytes: new TextEncoder().encode('{"@type":"neuroglancer_multilod_draco"}') },
    { path: 'mesh/1:0', bytes: new Uint8Array(0) },
    { path: 'mesh/1:0:1', bytes: noise },
    { path: 'mesh/2:0:1', bytes: new Uint8Array(200_000) },
  ];
  const messages: number[] = [];
  let breaths = 0;
  const zip = await zipOf(
    files,
    (done) => messages.push(done),
    async () => {
      breaths++;
    },
  );
  expect([messages, breaths]).toEqual([[1, 2, 3, 4], 4]);
  expect(zip.length).toBeLessThan(noise.length + 10_000);
  const same = (bytes: Uint8Array | undefined, path: string) =>
    Buffer.compare(bytes!, files.find((file) => file.path === path)!.bytes) === 0;
  const back = unzipSync(zip);
  expect(Object.keys(back)).toEqual(files.map(({ path }) => path));
  for (const { path } of files) expect(same(back[path], path)).toBe(true);
  if (!python) return;
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  try {
    writeFileSync(join(folder, 'a.zip'), zip);
    const run = spawnSync('python3', ['-c', UNPACK, join(folder, 'a.zip'), folder], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    for (const { path } of files) expect(same(readFileSync(join(folder, path)), path)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('hostile paths lead nowhere, and no file takes the place of another', async () => {
  const paths = [
    '../x',
    '/x',
    'a\\b',
    'a_b',
    'a\tb',
    'A_B',
    'a//b',
    '.',
    '..',
    'a\0b',
    '\u001b[2J',
    'x\u0085',
  ];
  const files = paths.map((path) => ({ path, bytes: new TextEncoder().encode(path) }));
  const back = unzipSync(
    await zipOf(
      files,
      () => undefined,
      async () => undefined,
    ),
  );
  const names = Object.keys(back);
  expect(names.map((name) => new TextDecoder().decode(back[name]))).toEqual(paths);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(paths.length);
  for (const name of names) {
    expect(name).not.toMatch(/\\|\p{Cc}/u);
    expect(name.split('/').filter((part) => /^\.*$/.test(part))).toEqual([]);
  }
});
