/** Lists of hits: they grow, sort each segment, and end at their limit. */
import { HitList, PairList } from '../../../src/geometry/cast/hit-list';
import { random } from '../../../workbench/random';

test.each([5, 24, 25, 300])(
  'seed 17: %d hits of one segment in order of t, then face, earlier ones untouched',
  (many) => {
    const next = random(17);
    const list = new HitList();
    list.add(0, 9, 0.9, 1);
    list.add(0, 8, 0.1, 0);
    const begin = list.size;
    const drawn = Array.from({ length: many }, (_x, i) => {
      const t = Math.floor(next() * 6) / 8;
      const face = Math.floor(next() * 1000);
      list.add(1, face, t, i % 2);
      return { t, face, counted: i % 2 };
    });
    list.sortFrom(begin);
    const { segment, face, t, counted } = list.cut();
    expect([...segment.subarray(0, 3), ...face.subarray(0, 2), ...t.subarray(0, 2)]).toEqual([
      0, 0, 1, 9, 8, 0.9, 0.1,
    ]);
    drawn.sort((a, b) => a.t - b.t || a.face - b.face);
    expect(
      drawn.map((_x, i) => ({ t: t[begin + i], face: face[begin + i], counted: counted[begin + i] })),
    ).toEqual(drawn);
  },
);

test('pairs come in order of segment, then face', () => {
  const list = new PairList();
  for (let i = 0; i < 60; i++) list.add(Math.floor(i / 20), (i * 7) % 20);
  const { segment, face } = list.cut();
  expect([...segment]).toEqual(Array.from({ length: 60 }, (_x, i) => Math.floor(i / 20)));
  expect([...face]).toEqual(Array.from({ length: 60 }, (_x, i) => i % 20));
});

test('more than the limit is refused in words', () => {
  const [hits, pairs] = [new HitList(200), new PairList(200)];
  expect(() => {
    for (let i = 0; i < 201; i++) hits.add(0, i, 0, 1);
  }).toThrow('over 200 hits');
  expect(() => {
    for (let i = 0; i < 201; i++) pairs.add(0, i);
  }).toThrow('over 200 hits');
});
