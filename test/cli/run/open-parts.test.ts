/** Files under way in memory that two threads share: what the writing thread left is removed by the other. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenParts } from '../../../src/cli/run/open-parts';

const folder = mkdtempSync(join(tmpdir(), 'open-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string): string => {
  const path = join(folder, name);
  writeFileSync(path, name);
  return path;
};

/** Both ends of one memory. */
function ends(): { writer: OpenParts; other: OpenParts } {
  const writer = new OpenParts();
  return { writer, other: new OpenParts(writer.memory) };
}

test('what is open is removed, what was finished stays', () => {
  const { writer, other } = ends();
  const [open, whole, accented] = [file('a.part'), file('b.part'), file('größe 数.part')];
  for (const path of [open, whole, accented]) writer.watch(path, true);
  writer.watch(whole, false);
  other.remove();
  expect([open, whole, accented].map(existsSync)).toEqual([false, true, false]);
});

test('a place that is free again is taken again: no part of an older, longer name is left in it', () => {
  const { writer, other } = ends();
  const [long, short] = [file(`${'l'.repeat(200)}.part`), file('s.part')];
  writer.watch(long, true);
  writer.watch(long, false);
  writer.watch(short, true);
  other.remove();
  expect([long, short].map(existsSync)).toEqual([true, false]);
});

test('more files than places: those that have one are removed, the others are left alone', () => {
  const { writer, other } = ends();
  const paths = Array.from({ length: 70 }, (_, n) => file(`${n}.part`));
  for (const path of paths) writer.watch(path, true);
  for (const path of paths.slice(64)) writer.watch(path, false);
  other.remove();
  expect(paths.map(existsSync)).toEqual(paths.map((_, n) => n >= 64));
});

test('a file that is gone already is no error', () => {
  const { writer, other } = ends();
  writer.watch(join(folder, 'never.part'), true);
  expect(() => other.remove()).not.toThrow();
});
