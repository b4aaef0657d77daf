/** Skeletons: the bulk route's hex, every way it can be damaged, and the queue. */
import { gzipSync } from 'node:zlib';
import { cableLength, cachedSkeletons, makeSkeletons, readFlatdict } from '../../src/cave/skeleton';
import type { Id } from '../../src/core/ids';
import { bench, thrown } from '../support/sandboxDriver';
import { bodyOf, json, play, STACK } from './support';

const hex = (text: string) => gzipSync(Buffer.from(text)).toString('hex');
const FLAT =
  '{"meta":{"root_id":864691135122603047,"soma_pt_x":null},"edges":[[1,0],[2,1]],"mesh_to_skel_map":[0,0,1,2],"root":0,"vertices":[[0.0,0.0,0.0],[3.0,4.0,0.0],[3.0,4.0,12.0]],"radius":[3500.0,NaN,118.0],"lvl2_ids":[160032475051983415]}';
const ids = ['864691135122603047', '864691135987654321'] as Id[];
const K = 'https://local.test/skeletoncache/api/v1/minnie65_public/bulk';

describe('a flatdict', () => {
  test('is read; a radius that is not a number does no harm', () => {
    const skeleton = readFlatdict(hex(FLAT))!;
    expect(skeleton).toEqual({
      edges: [
        [1, 0],
        [2, 1],
      ],
      vertices: [
        [0, 0, 0],
        [3, 4, 0],
        [3, 4, 12],
      ],
      root: 0,
      radius: [3500, 0, 118],
      compartment: [0, 0, 0],
    });
    expect(cableLength(skeleton)).toBe(17);
  });
  test('in capitals too', () => {
    expect(readFlatdict(`1f8b${hex(FLAT).slice(4).toUpperCase()}`)).not.toBeNull();
  });
  test.each<[string, string]>([
    ['nothing', ''],
    ['a marker', 'invalid_rid'],
    ['null in hex', Buffer.from('null').toString('hex')],
    ['no gzip file', Buffer.from('0 1 6 a plain SWC file').toString('hex')],
    ['a cut gzip file', hex(FLAT).slice(0, 200)],
    ['not hex', `1f8b${'zz'.repeat(40)}`],
    ['no JSON', hex('not JSON at all')],
    ['null', hex('null')],
    ['a list', hex('[1,2,3]')],
    ['no vertices', hex('{"edges":[]}')],
    ['no edges', hex('{"vertices":[]}')],
    ['a vertex that is not finite', hex(FLAT.replace('12.0', 'NaN'))],
    ['a vertex of two', hex(FLAT.replace('[0.0,0.0,0.0]', '[0.0,0.0]'))],
    ['an edge to nowhere', hex(FLAT.replace('[2,1]', '[9,1]'))],
    ['an edge to a hole', hex(FLAT.replace('[2,1]', '[null,1]'))],
    ['an edge of one', hex(FLAT.replace('[2,1]', '[2]'))],
  ])('%s is no skeleton', (_words, text) => {
    expect(readFlatdict(text)).toBeNull();
  });
  test('a skeleton without edges has no length', () => {
    expect(cableLength(readFlatdict(hex('{"vertices":[[1,2,3]],"edges":[]}'))!)).toBe(0);
  });
});

describe('cached skeletons', () => {
  test('ids leave as bare numbers; what is missing or damaged is absent', () => {
    const answer = json({ [ids[0]!]: hex(FLAT), [ids[1]!]: null });
    const { value, sent } = play(cachedSkeletons(STACK, ids, cableLength), () => answer);
    expect([...value]).toEqual([[ids[0], 17]]);
    expect(sent[0]!.url).toBe(`${K}/get_cached_skeletons/4/flatdict`);
    expect(bodyOf(sent[0]!)).toBe(
      '{"root_ids":[864691135122603047,864691135987654321],"generate_missing":false,"verbose_level":0}',
    );
  });
  test('a bulk reply is never more than 100 skeletons', () => {
    const many = Array.from({ length: 250 }, (_, i) => String(i) as Id);
    const { sent, roundTrips } = play(cachedSkeletons(STACK, many, cableLength), () => json({}));
    expect([sent.length, roundTrips]).toEqual([3, 1]);
  });
  test('one damaged file fails a request: the others are found by halves, it says so alone', () => {
    const many = Array.from({ length: 7 }, (_, i) => String(100 + i) as Id);
    const { value, sent } = play(cachedSkeletons(STACK, many, cableLength), (request) => {
      const asked = many.filter((id) => bodyOf(request).includes(id));
      if (asked.length > 1 && asked.includes(many[3]!)) return { status: 500, body: '{"Error":"boom"}' };
      return json(
        Object.fromEntries(asked.map((id) => [id, id === many[3] ? hex('{"vertices":1}') : hex(FLAT)])),
      );
    });
    expect(many.map((id) => value.get(id))).toEqual([
      17,
      17,
      17,
      expect.objectContaining({ code: 'FAULT', message: expect.stringContaining('103 is damaged') }),
      17,
      17,
      17,
    ]);
    expect(sent.length).toBeLessThanOrEqual(7);
  });
  test.each(['null', '[]', '{"1":"1f8b'])('%s is a damaged answer', (body) => {
    const work = cachedSkeletons(STACK, ids, cableLength);
    expect(thrown(() => play(work, () => ({ body })))).toMatchObject({ code: 'DOWN' });
  });
});

describe('the queue', () => {
  test('answers the longest estimate', () => {
    const many = Array.from({ length: 1001 }, (_, i) => String(i) as Id);
    const { value, sent } = play(makeSkeletons(STACK, many), (_, index) => json([4020, 60][index]));
    expect([value, sent.length, sent[0]!.url]).toEqual([4020, 2, `${K}/gen_skeletons`]);
    expect(play(makeSkeletons(STACK, []), () => json(60)).value).toBe(0);
  });
  test('a queue that does not say how long is a damaged answer', () => {
    expect(thrown(() => play(makeSkeletons(STACK, ids), () => json(null)))).toMatchObject({ code: 'DOWN' });
  });
});

test('lengths of the sandbox’s skeletons are what the world holds', () => {
  const cave = bench();
  const { truth } = cave.sandbox;
  const stack = cave.stack();
  const roots = truth.sampleCurrent(12) as Id[];
  let lengths = cave.run(cachedSkeletons(stack, roots, cableLength));
  const missing = roots.filter((id) => !lengths.has(id));
  if (missing.length > 0) {
    expect(cave.run(makeSkeletons(stack, missing))).toBeGreaterThan(0);
    cave.sandbox.advance(3_600_000);
    lengths = cave.run(cachedSkeletons(stack, roots, cableLength));
  }
  for (const id of roots) expect(lengths.get(id)).toBeCloseTo(truth.cable(id).length, 3);
});
