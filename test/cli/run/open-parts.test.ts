/** Files that another thread is writing, seen through shared memory alone, and removed where it was ended. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { OpenParts } from '../../../src/cli/run/open-parts';

const folder = mkdtempSync(join(tmpdir(), 'open-parts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string): string => {
  const path = join(folder, name);
  writeFileSync(path, name);
  return path;
};

test('what is open is removed, what was closed stays, and a slot serves again', () => {
  const writer = new OpenParts();
  const reader = new OpenParts(writer.memory);
  for (let n = 0; n < 200; n++) {
    writer.watch(join(folder, `many-${n}`), true);
    writer.watch(join(folder, `many-${n}`), false);
  }
  const [kept, left, other] = [file('kept'), file('left ünï 漢字'), file('other')];
  writer.watch(kept, true);
  writer.watch(left, true);
  writer.watch(kept, false);
  reader.remove();
  expect([kept, left, other].map((path) => existsSync(path))).toEqual([true, false, true]);
});

test('64 at once; one more, one with too long a name and one that is not open are let be', () => {
  const writer = new OpenParts();
  const paths = Array.from({ length: 65 }, (_none, n) => file(`at-once-${n}`));
  for (const path of paths) writer.watch(path, true);
  writer.watch(paths[64]!, false);
  new OpenParts(writer.memory).remove();
  expect(paths.filter((path) => existsSync(path))).toEqual([paths[64]]);
  const fresh = new OpenParts();
  fresh.watch(`/${'n'.repeat(5000)}`, true);
  fresh.watch('/never/there', true);
  expect(() => fresh.remove()).not.toThrow();
});

test('a thread that is ended in the middle leaves its names', async () => {
  const parts = new OpenParts();
  const path = file('of a thread');
  const code = `
    const { workerData } = require('node:worker_threads');
    const bytes = Buffer.from(workerData.path);
    new Uint8Array(workerData.memory, 4).set(bytes);
    Atomics.store(new Int32Array(workerData.memory, 0, 1), 0, bytes.length);
    for (;;);`;
  const worker = new Worker(code, { eval: true, workerData: { memory: parts.memory, path } });
  while (Atomics.load(new Int32Array(parts.memory, 0, 1), 0) === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await worker.terminate();
  parts.remove();
  expect(existsSync(path)).toBe(false);
});
