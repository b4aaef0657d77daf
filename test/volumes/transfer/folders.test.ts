/** Folders between all stores and back: byte for byte, header for header, with the requests that were planned. */
import { asTtError } from '../../../src/core/errors';
import { noReply } from '../../../src/http/request';
import { planCopy } from '../../../src/volumes/transfer/folder-plan';
import { runPlan } from '../../../src/volumes/transfer/run-plan';
import { casesOf, LONG } from '../../../workbench/long';
import { random } from '../../../workbench/random';
import { differences, fill, ROOTS, type TransferBench, testObjects, transferBench } from './support';

/** Objects without a byte are asked for again: they have no first one. */
/** As many as one page of a list. */
const MANY = casesOf(250, 1000);
const EMPTY = testObjects(MANY, 0, 2).filter(({ bytes }) => bytes.length === 0).length;

let bench: TransferBench;
beforeEach(() => {
  bench = transferBench();
});
afterEach(() => bench.close());
const copy = (from: ReturnType<TransferBench['at']>, to: ReturnType<TransferBench['at']>) => {
  const plan = bench.run(planCopy(from, to));
  return { plan, run: bench.run(runPlan(plan, { progress: () => {} })) };
};

/** The whole folder in `npm run test:long`: 1,000 objects, one of 100 MB. */
const FOLDER = LONG ? testObjects(1000, 1, 1, 100e6) : testObjects(60);
const COUNT = FOLDER.length;
const LIMIT_MS = LONG ? 600_000 : 20_000;

const pairs = ROOTS.flatMap((from) => ROOTS.map((to) => [from, to] as const));
test.each(pairs)(
  `${COUNT} objects from %s to %s and back, seed 1`,
  (from, to) => {
    const objects = FOLDER;
    const source = bench.at(from, 'a b/start');
    const middle = bench.at(to, 'mid:dle');
    const end = bench.at(from, 'end');
    fill(bench, source, objects);
    const there = copy(source, middle);
    expect(there.run).toMatchObject({ done: COUNT, failed: [] });
    expect(differences(bench, middle, objects)).toEqual([]);
    const back = copy(middle, end);
    expect(back.run).toMatchObject({ done: COUNT, failed: [] });
    expect(differences(bench, end, objects)).toEqual([]);
    expect(differences(bench, source, objects)).toEqual([]);
    // Once more: everything is there already, and nothing is written.
    const again = bench.run(planCopy(source, middle));
    expect([again.items.map((item) => item.to), again.same.length]).toEqual([[], COUNT]);
  },
  LIMIT_MS,
);

const PUBLIC = ['https://storage.googleapis.com/public', 'https://c10s.pni.princeton.edu/public'] as const;
test.each(
  PUBLIC.flatMap((from) => (['gs://lab', 's3://lab', 'disk'] as const).map((to) => [from, to] as const)),
)(
  `${COUNT} objects from %s, read as anybody, to %s, seed 1`,
  (from, to) => {
    const source = bench.locate(`${from}/a b/start`);
    const scheme = from.includes('googleapis') ? 'gs' : 'nokura';
    bench.stores.bucket(bench.hosts[scheme]!, 'public', { open: true, listed: true });
    fill(bench, bench.locate(`${scheme}://public/a b/start`), FOLDER);
    bench.sent.splice(0);
    const target = bench.at(to, 'copy');
    expect(copy(source, target).run).toMatchObject({ done: COUNT, failed: [] });
    expect(differences(bench, target, FOLDER)).toEqual([]);
    // Nobody's credentials go to an address of the web.
    const bucket = `${new URL(from).host}/public`;
    const read = bench.sent.filter(({ url }) => url.includes(bucket) || url.includes('/b/public/'));
    expect(read.length).toBeGreaterThan(COUNT / 2);
    expect(read.every(({ signFor }) => signFor === undefined)).toBe(true);
  },
  LIMIT_MS,
);

const SHUFFLED = [
  ['gs://lab', 'gs://other'],
  ['gs://lab', 'nokura://lab'],
  ['s3://lab', 'gs://lab'],
  ['nokura://lab', 'disk'],
] as const;
test.each(LONG ? pairs.filter(([from, to]) => from !== to && from !== 'disk') : SHUFFLED)(
  '40 objects from %s to %s, replies in any order, 30 %% faults, killed once, seed 7',
  async (from, to) => {
    const objects = testObjects(40, LONG ? 3 : 0, 7);
    const [source, target] = [bench.at(from, 'start'), bench.at(to, 'copy')];
    fill(bench, source, objects);
    const chance = random(7);
    let left = 30;
    bench.intercept = (_request, send) => {
      left -= 1;
      if (left === 0) throw new Error('killed');
      const lot = chance();
      if (lot < 0.15) return noReply('network');
      const reply = send();
      return lot < 0.3 ? noReply('cut') : reply;
    };
    let isWhole = false;
    for (let run = 0; run < 40 && !isWhole; run++) {
      try {
        const plan = await bench.runInAnyOrder(planCopy(source, target), chance);
        const { failed } = await bench.runInAnyOrder(runPlan(plan, { progress: () => {} }), chance);
        isWhole = failed.length === 0;
      } catch (error) {
        if ((error as Error).message !== 'killed')
          expect(asTtError(error)).toMatchObject({ transient: true });
      }
      const intercept: typeof bench.intercept = bench.intercept;
      bench.intercept = null;
      const halfway = differences(bench, target, objects);
      expect(halfway.filter((words) => !/is (?:missing|not listed)$/.test(words))).toEqual([]);
      bench.intercept = intercept;
    }
    bench.intercept = null;
    expect(left).toBeLessThan(0);
    expect(differences(bench, target, objects)).toEqual([]);
    expect(differences(bench, source, objects)).toEqual([]);
  },
  LIMIT_MS,
);

test('an https address that cannot be listed is no folder; one file of it is read', () => {
  const other = bench.locate('https://example.org/data');
  expect(() => bench.run(planCopy(other, bench.at('disk', 'x')))).toThrow(
    /cannot be listed: give the bucket’s own/,
  );
});

test.each([
  // Two lists, and a rewrite or a copy each; nothing passes here.
  ['gs://lab', 'gs://other', MANY + 2],
  ['s3://lab', 's3://lab', MANY + 2],
  // Two lists, the unfinished uploads of S3, a read and a write each.
  ['gs://lab', 'nokura://lab', 2 * MANY + 3],
  ['s3://lab', 'gs://lab', 2 * MANY + 2 + EMPTY],
] as const)(`${MANY} objects from %s to %s take %i requests, seed 2`, (from, to, most) => {
  const objects = testObjects(MANY, 0, 2);
  const [source, target] = [bench.at(from, 'start'), bench.at(to, 'copy')];
  fill(bench, source, objects);
  bench.sent.splice(0);
  expect(copy(source, target).run).toMatchObject({ done: MANY, failed: [] });
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
  ['disk', 'nokura://lab'],
  ['nokura://lab', 'gs://lab'],
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
