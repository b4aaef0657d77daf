/** Volumes, cable lengths, points and details of the sandbox's segments, whole and with services failing. */
import type { Id } from '../../../src/core/ids';
import { DETAILS, type Detail, segDetails } from '../../../src/tools/get/seg-details';
import { memory, NOW, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';
import { rowsOf } from '../support';

let cave: TestEnvironment;
beforeAll(() => {
  cave = testEnvironment();
});
afterEach(() => cave.sandbox.setFaults({}));
const UNKNOWN = '720575999999999999';

describe('TT_VOLUME', () => {
  test('is the sum that the world holds', () => {
    const { truth } = cave.sandbox;
    const ids = [...truth.sampleCurrent(10), ...truth.sampleStale(5)];
    const volumes = ids.map((id) => [truth.volume(id) / 1e9]);
    expect(rowsOf(cave, 'TT_VOLUME', ids)).toEqual(volumes);
    expect(rowsOf(cave, 'TT_VOLUME', [UNKNOWN])).toEqual([
      ['UNKNOWN: no such segment in brain_and_nerve_cord'],
    ]);
  });
  test('nodes without data are counted and said, never taken as nothing', () => {
    cave.sandbox.setFaults({ missingL2: 0.3 });
    const [id] = cave.sandbox.truth.sampleCurrent(1) as [string];
    const nodes = cave.sandbox.truth.level2(id).length;
    const [[cell]] = rowsOf(cave, 'TT_VOLUME', [id]) as [[string]];
    const [, volume, missing, of] = /^≈([0-9.]+) \((\d+) of ([\d,]+) level-2 nodes have no data yet\)$/.exec(
      cell,
    )!;
    expect(Number(of!.replace(/,/g, ''))).toBe(nodes);
    expect(Number(missing)).toBeGreaterThan(0);
    expect(Number(volume)).toBeLessThan(cave.sandbox.truth.volume(id) / 1e9);
  });
});

describe('TT_CABLE_LENGTH', () => {
  test('a skeleton that is not made yet is queued, and there later', () => {
    const { truth } = cave.sandbox;
    const ids = truth.sampleCurrent(30);
    const first = rowsOf(cave, 'TT_CABLE_LENGTH', ids).flat();
    const waits = first.filter((cell) => typeof cell === 'string');
    for (const cell of waits)
      expect(cell).toMatch(/^PENDING: the skeleton is being made, about \d+ min. Refresh then$/);
    cave.sandbox.advance(3_600_000);
    const later = rowsOf(cave, 'TT_CABLE_LENGTH', ids).flat();
    later.forEach((cell, i) => {
      expect(typeof cell).toBe('number');
      expect(cell).toBeCloseTo(truth.cable(ids[i]!).length, 3);
    });
  });
  test('a skeleton that cannot be read is never a length', () => {
    const ids = cave.sandbox.truth.sampleCurrent(3);
    cave.sandbox.setFaults({ nullSkeleton: true });
    for (const cell of rowsOf(cave, 'TT_CABLE_LENGTH', ids).flat()) expect(cell).toMatch(/^DOWN: /);
    cave.sandbox.setFaults({ nanSkeleton: true });
    for (const cell of rowsOf(cave, 'TT_CABLE_LENGTH', ids).flat()) {
      if (typeof cell === 'string') expect(cell).toMatch(/^(NONE|PENDING): /);
      else expect(Number.isFinite(cell)).toBe(true);
    }
  });
});

describe('TT_COORDS', () => {
  test('a point in viewer voxels, inside one of the segment’s own chunks', () => {
    const { truth } = cave.sandbox;
    const ids = truth.sampleCurrent(10);
    const stack = cave.stack();
    const { chunkSize, offset, resolution } = stack.graph;
    rowsOf(cave, 'TT_COORDS', ids).forEach((cells, i) => {
      const nm = cells.map((x, k) => Number(x) * [4, 4, 45][k]! + [2, 2, 22][k]!);
      const chunk = nm.map((x, k) => Math.floor((x / resolution[k]! - offset[k]!) / chunkSize[k]!));
      const chunks = truth.level2(ids[i]!).map((node) => {
        const bits = BigInt(stack.graph.bits[2]!);
        const part = (n: bigint) => Number((BigInt(node) >> (56n - n * bits)) & ((1n << bits) - 1n));
        return [part(1n), part(2n), part(3n)];
      });
      expect(chunks).toContainEqual(chunk);
    });
  });
  test('no data yet, or no segment, is said', () => {
    cave.sandbox.setFaults({ missingL2: 1 });
    const [id] = cave.sandbox.truth.sampleCurrent(1) as [string];
    expect(rowsOf(cave, 'TT_COORDS', [id, UNKNOWN, '42'])).toEqual([
      ['PENDING: the L2 cache is still computing this segment. Refresh in some minutes'],
      ['UNKNOWN: no such segment in brain_and_nerve_cord'],
      ['ID: 42 is not a segment id of brain_and_nerve_cord'],
    ]);
  });
});

describe('details', () => {
  const ALL = new Set(DETAILS.map(({ name }) => name));
  const details = (ids: string[], expected: ReadonlySet<Detail> = ALL, anchors = new Map<string, Id>()) =>
    cave.run(
      segDetails(
        cave.stack(),
        ids.map((id) => ({ key: id, id: id as Id, anchor: anchors.get(id) ?? null })),
        { now: NOW / 1000, wanted: expected, voteUnit: 'level2', cache: memory() },
      ),
    );

  test('rows of one id with different anchors are different pieces', () => {
    const { truth } = cave.sandbox;
    const close = truth
      .sampleStale(120)
      .find((id) => truth.candidates(id, undefined, NOW)[0]!.share < 0.65)! as Id;
    const [first, second] = truth.candidates(close, undefined, NOW);
    const anchorIn = (root: string) =>
      truth.supervoxels(close).find((sv) => truth.rootOfSupervoxel(sv, undefined, NOW) === root) as Id;
    const pieces = [
      { key: 'a', id: close, anchor: anchorIn(first!.id) },
      { key: 'b', id: close, anchor: anchorIn(second!.id) },
      { key: 'c', id: close, anchor: null },
    ];
    const options = { now: NOW / 1000, wanted: new Set<Detail>(['current_id', 'share']), cache: memory() };
    const rows = cave.run(segDetails(cave.stack(), pieces, { ...options, voteUnit: 'level2' }));
    const [one, two, neither] = pieces.map(({ key }) => rows.get(key)!.current_id);
    expect([one, two]).toEqual([first!.id, second!.id]);
    expect(neither).toMatchObject({ code: 'AMBIGUOUS' });
  });

  test('all columns of stale segments are the world’s figures of their successors', () => {
    const { truth } = cave.sandbox;
    const ids = truth.sampleStale(15);
    const rows = details(ids);
    for (const id of ids) {
      const row = rows.get(id as Id)!;
      const best = row.current_id;
      if (truth.candidates(id, undefined, NOW)[0]!.share < 0.7) {
        const { current_id: refused, ...others } = row;
        expect(refused).toMatchObject({ code: 'AMBIGUOUS' });
        expect(Object.values(others)).toEqual(Object.values(others).map(() => null));
        continue;
      }
      if (typeof best !== 'string') throw best;
      expect(truth.isLatest(best)).toBe(true);
      const synapses = truth.synapses(best, undefined, NOW)!;
      expect(row).toMatchObject({
        volume_um3: truth.volume(best) / 1e9,
        inc_syn: synapses.in,
        out_syn: synapses.out,
        total_syn: synapses.in + synapses.out,
        as_of: '2026-06-10 12:00:00',
      });
      const says = truth.proofread(best, undefined, NOW)!;
      expect(row.proofread).toBe(says.length > 0 && says.every((yes) => yes));
      expect(row.point).toMatch(/^\d+, \d+, \d+$/);
      expect(truth.rootOfSupervoxel(row.anchor_supervoxel as string)).toBe(best);
    }
  });

  test('an anchor decides what the vote could not', () => {
    const { truth } = cave.sandbox;
    const close = truth.findStale(1, (id) => truth.candidates(id, undefined, NOW)[0]!.share < 0.65)[0]!;
    const [, second] = truth.candidates(close, undefined, NOW);
    const anchor = truth
      .supervoxels(close)
      .find((sv) => truth.rootOfSupervoxel(sv, undefined, NOW) === second!.id)!;
    expect(details([close]).get(close as Id)!.current_id).toMatchObject({
      code: 'AMBIGUOUS',
      message: expect.stringMatching(/^\d+ % \/ \d+ %/),
    });
    const row = details([close], ALL, new Map([[close, anchor as Id]])).get(close)!;
    expect([row.current_id, row.share]).toEqual([second!.id, 'anchored']);
  });

  test.each<[string, RegExp, Detail[]]>([
    ['the L2 cache', /l2cache/, ['volume_um3', 'point']],
    ['skeletons', /skeletoncache/, ['cable_length']],
    ['materialize', /materialize/, ['inc_syn', 'out_syn', 'total_syn', 'proofread']],
  ])('%s failing leaves its error in its own columns alone', (_service, routes, columns) => {
    const ids = cave.sandbox.truth.sampleCurrent(3);
    const whole = details(ids);
    cave.sandbox.setFaults({ rate: 1, kinds: ['503'], routes });
    const partial = details(ids);
    for (const id of ids as Id[]) {
      for (const column of ALL) {
        if (columns.includes(column)) expect(partial.get(id)![column]).toMatchObject({ code: 'DOWN' });
        else if (!/cable|anchor/.test(column))
          expect(partial.get(id)![column]).toEqual(whole.get(id)![column]);
      }
    }
  });

  test('an id without an answer has its error once, in the first column', () => {
    const rows = details([UNKNOWN, '42']);
    expect(rows.get(UNKNOWN as Id)).toMatchObject({
      current_id: { code: 'UNKNOWN' },
      volume_um3: null,
      share: null,
    });
    expect(rows.get('42' as Id)).toMatchObject({ current_id: { code: 'ID' }, as_of: null });
  });

  test('only what is wanted is asked', () => {
    const ids = cave.sandbox.truth.sampleCurrent(2);
    cave.forget();
    const rows = details(ids, new Set<Detail>(['current_id']));
    expect(cave.sent.map((request) => request.route)).toEqual([
      'info',
      'chunkedgraph info',
      'chunkedgraph is_latest_roots',
    ]);
    expect([...rows.values()]).toEqual(ids.map((id) => ({ current_id: id })));
  });
});
