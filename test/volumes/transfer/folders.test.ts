/** Folders between all stores and back: byte for byte, header for header, with the requests that were planned. */
import { planCopy } from '../../../src/volumes/transfer/folder-plan';
import { runPlan } from '../../../src/volumes/transfer/run-plan';
import { differences, fill, ROOTS, type TransferBench, testObjects, transferBench } from './support';

/** Objects without a byte are asked for again: they have no first one. */
const EMPTY = testObjects(1000, 0, 2).filter(({ bytes }) => bytes.length === 0).length;

let bench: TransferBench;
beforeEach(() => {
  bench = transferBench();
});
afterEach(() => bench.close());
const copy = (from: ReturnType<TransferBench['at']>, to: ReturnType<TransferBench['at']>) => {
  const plan = bench.run(planCopy(from, to));
  return { plan, run: bench.run(runPlan(plan, { progress: () => {} })) };
};

const pairs = ROOTS.flatMap((from) => ROOTS.map((to) => [from, to] as const));
test.each(pairs)('60 objects from %s to %s and back, seed 1', (from, to) => {
  const objects = testObjects(60);
  const source = bench.at(from, 'a b/start');
  const middle = bench.at(to, 'mid:dle');
  const end = bench.at(from, 'end');
  fill(bench, source, objects);
  const there = copy(source, middle);
  expect(there.run).toMatchObject({ done: 60, failed: [] });
  expect(differences(bench, middle, objects)).toEqual([]);
  const back = copy(middle, end);
  expect(back.run).toMatchObject({ done: 60, failed: [] });
  expect(differences(bench, end, objects)).toEqual([]);
  expect(differences(bench, source, objects)).toEqual([]);
  // Once more: everything is there already, and nothing is written.
  const again = bench.run(planCopy(source, middle));
  expect([again.items.map((item) => item.to), again.same.length]).toEqual([[], 60]);
});

test.each([
  // Two lists, and a rewrite or a copy each; nothing passes here.
  ['gs://lab', 'gs://other', 1000 + 2],
  ['s3://lab', 's3://lab', 1000 + 2],
  // Two lists, the unfinished uploads of S3, a read and a write each.
  ['gs://lab', 'nokura://lab', 2000 + 3],
  ['s3://lab', 'gs://lab', 2000 + 2 + EMPTY],
] as const)('1,000 objects from %s to %s take %i requests, seed 2', (from, to, most) => {
  const objects = testObjects(1000, 0, 2);
  const [source, target] = [bench.at(from, 'start'), bench.at(to, 'copy')];
  fill(bench, source, objects);
  bench.sent.splice(0);
  expect(copy(source, target).run).toMatchObject({ done: 1000, failed: [] });
  expect(bench.sent.length).toBeLessThanOrEqual(most);
  if (from.slice(0, 2) === to.slice(0, 2)) {
    expect(bench.sent.some(({ body }) => body !== undefined && body.length > 0)).toBe(false);
  }
  expect(differences(bench, target, objects)).toEqual([]);
});

test.each([
  ['gs://lab', 's3://lab'],
  ['nokura://lab', 'disk'],
  ['disk', 'gs://lab'],
] as const)('objects of 9 MB from %s to %s in pieces, seed 3', (from, to) => {
  const objects = testObjects(3, 2, 3);
  const [source, target] = [bench.at(from, 'start'), bench.at(to, 'copy')];
  fill(bench, source, objects);
  bench.sent.splice(0);
  expect(copy(source, target).run).toMatchObject({ done: 3, failed: [] });
  expect(differences(bench, target, objects)).toEqual([]);
  const largest = Math.max(...bench.sent.map(({ body }) => body?.length ?? 0));
  expect(largest).toBeLessThan(8.1 * 1024 * 1024);
});
