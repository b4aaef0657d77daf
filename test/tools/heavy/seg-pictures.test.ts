/** make_seg_pictures: files on a bucket that anybody's reader opens, and rows that say where. */
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { readArgs } from '../../../src/tools/declaration/args';
import { segPictures } from '../../../src/tools/make/seg-pictures';
import { openStore } from '../../../src/volumes/places/open-store';
import { readStoreAddress } from '../../../src/volumes/store/address';
import { heavyBench } from './support';

type Bench = Awaited<ReturnType<typeof heavyBench>>;

function draw(cave: Bench, ids: readonly string[], destination: string) {
  const args = readArgs(segPictures, [undefined, destination]);
  return cave.run(segPictures.answer(ids as Id[], args, cave.ctx()));
}

test('a picture a segment; a skeleton that is not made yet says so, what is no segment too', async () => {
  const cave = await heavyBench();
  const ids = cave.sandbox.truth.sampleCurrent(6);
  const folder = 'gs://tracer-volumes/pictures/here';
  draw(cave, ids, folder);
  cave.driver.sleep(1_800_000);
  const answers = draw(cave, [...ids, '76919154560765265'], folder);
  const drawn = ids.filter((id) => !(answers.get(id as Id) instanceof TtError));
  expect(drawn.length).toBeGreaterThan(3);
  const store = openStore(readStoreAddress('gs://tracer-volumes', 'bucket'));
  const { objects } = cave.run(store.list('pictures/here/', {}));
  expect(objects.map(({ name }) => name).sort()).toEqual(drawn.map((id) => `pictures/here/${id}.png`).sort());
  for (const id of drawn) {
    const url = `https://storage.googleapis.com/tracer-volumes/pictures/here/${id}.png`;
    expect(answers.get(id as Id)).toEqual({ cells: [url, expect.any(Number), true], cacheSeconds: 0 });
  }
  for (const { size } of objects) expect(size).toBeGreaterThan(500);
  expect((answers.get('76919154560765265' as Id) as TtError).code).toBe('ID');
  // Again: the same files take the place of the old ones.
  draw(cave, ids, folder);
  expect(cave.run(store.list('pictures/here/', {})).objects).toHaveLength(drawn.length);
});

test('what is no folder on a bucket is refused before anything is asked', async () => {
  const cave = await heavyBench();
  for (const [destination, words] of [
    ['', /destination is missing: folder on a bucket/],
    ['gs://tracer-volumes', /a folder on a bucket/],
    ['gs://tracer-volumes/a b', /a folder on a bucket/],
    ['https://example.org/x', /destination: https:\/\/example\.org/],
  ] as const) {
    cave.forget();
    expect(() => draw(cave, cave.sandbox.truth.sampleCurrent(1), destination)).toThrow(words);
    expect(cave.sent).toHaveLength(0);
  }
});
