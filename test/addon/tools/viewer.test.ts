/** What the viewer is given: the ids of the selection, skeletons packed without loss, and words for what is missing. */
import { gzipSync } from 'node:zlib';
import { decode } from '../../../sidebar/viewer/decode';
import type { ViewerNeuron } from '../../../src/addon/interfaces/api';
import { MENU_ACTIONS } from '../../../src/addon/menu';
import { runForm } from '../../../src/addon/tools/run-form';
import { packSkeleton, viewerMesh, viewerSkeletons, viewerStart } from '../../../src/addon/tools/viewer';
import { cachedSkeletons, type Skeleton, skeletonCableLength } from '../../../src/cave/morphology/skeleton';
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { MAX_NEURONS } from '../../../src/tools/view/visualize-skeletons';
import { errorOf, memory, testEnvironment } from '../../support/sandbox-driver';
import { fill, hostOver } from '../support';

const SHOWN = { file: 'Viewer', title: 'Tracer Tools: skeletons', width: 1000, height: 700 };
const PUBLISHED = ['720575941473274509', '720575941524660200', '720575941565377335'];

test('the menu opens the window on the distinct ids of the selection', () => {
  const host = hostOver(testEnvironment());
  fill(host, ['id'], [[PUBLISHED[0]!], [PUBLISHED[1]!], [''], [PUBLISHED[0]!], ['7.2E+17'], [PUBLISHED[2]!]]);
  host.choose({ row: 1, column: 1, rows: 6, columns: 1 });
  MENU_ACTIONS.ttShowSkeletons!(host);
  expect(host.dialogs).toEqual([SHOWN]);
  const start = viewerStart(host, false);
  expect(start.neurons.map(({ id }) => id)).toEqual([PUBLISHED[0], PUBLISHED[1]]);
  expect(start).toMatchObject({ datastack: 'brain_and_nerve_cord', leftOut: 0, damaged: 1, meshes: false });
  for (const { color } of start.neurons) expect(color).toMatch(/^#[0-9A-F]{6}$/);
  host.choose({ row: 7, column: 1 });
  expect(viewerStart(host, false).neurons).toHaveLength(2);
  expect(viewerStart(host, true).neurons.map(({ id }) => id)).toEqual([PUBLISHED[2]]);
  host.choose({ row: 1, column: 1 });
  expect(viewerStart(host, true).neurons).toHaveLength(3);
});

test('more ids than can be shown are said; none at all is refused', () => {
  const host = hostOver(testEnvironment());
  fill(
    host,
    ['id'],
    Array.from({ length: 60 }, (_x, i) => [String(10_000_000_000_000_000n + BigInt(i))]),
  );
  host.choose({ row: 1, column: 1 });
  const start = viewerStart(host, true);
  expect([start.neurons.length, start.leftOut]).toEqual([MAX_NEURONS, 10]);
  host.choose({ row: 1, column: 5 });
  expect(errorOf(() => MENU_ACTIONS.ttShowSkeletons!(host))).toMatchObject({ code: 'INPUT' });
  expect(host.dialogs).toEqual([]);
});

test('the form of visualize_skeletons opens it on the ids of its range', () => {
  const host = hostOver(testEnvironment());
  host.ranges.set('Neurons!A2:A4', [[PUBLISHED[0]!], [null], [PUBLISHED[2]!]]);
  const answer = runForm(host, 'visualize_skeletons', { ids: 'Neurons!A2:A4' });
  expect(answer.cells).toEqual([['opened on 2 ids']]);
  expect(host.dialogs).toEqual([SHOWN]);
  expect(viewerStart(host, false).neurons.map(({ id }) => id)).toEqual([PUBLISHED[0], PUBLISHED[2]]);
});

test('skeletons arrive as the service has them, to a hundredth of a nanometre', () => {
  const cave = testEnvironment();
  const host = hostOver(cave);
  const { neurons, missing, remaining: left } = viewerSkeletons(host, PUBLISHED);
  expect([missing, left]).toEqual([[], []]);
  const found = cave.run(
    cachedSkeletons(cave.stack(), PUBLISHED as Id[], memory(), (skeleton) => skeleton, 'always'),
  );
  expect(neurons).toHaveLength(3);
  for (const packed of neurons) {
    const truth = found.get(packed.id as Id) as Skeleton;
    const { offset, positions, radii, compartments, pairs, soma, cable } = decode(packed);
    truth.vertices.forEach((point, i) => {
      point.forEach((x, axis) => {
        expect(Math.abs(offset[axis]! + positions[3 * i + axis]! - x)).toBeLessThan(0.01);
      });
    });
    expect([...pairs]).toEqual(truth.edges.flat());
    expect([...compartments]).toEqual(truth.compartment);
    expect([...radii]).toEqual(truth.radius.map(Math.fround));
    expect(cable).toBe(skeletonCableLength(truth));
    // The service calls the root of each of these soma; its meta data know of none.
    expect([soma, truth.compartment.includes(1)]).toEqual([null, false]);
  }
});

test('a soma is drawn where the meta data have it, whatever vertex the root is', () => {
  const cave = testEnvironment();
  const stack = cave.stack('flywire_fafb_production');
  const ids = cave.sandbox.truth.sampleCurrent(40, 'flywire_fafb_production') as Id[];
  const found = cave.run(cachedSkeletons(stack, ids, memory(), (skeleton) => skeleton, 'always'));
  let known = 0;
  for (const skeleton of found.values()) {
    if (skeleton instanceof TtError) throw skeleton;
    const { soma } = decode({ id: '1', current: true, ...pack(skeleton) });
    expect(soma?.at ?? null).toEqual(skeleton.soma);
    expect(skeleton.compartment[skeleton.root] === 1).toBe(soma !== null);
    if (soma === null) continue;
    known += 1;
    expect(soma.radius).toBe(skeleton.radius[skeleton.root]);
  }
  expect(known).toBeGreaterThan(0);
  const atZero = { ...line(3), soma: [1.5, 2, 3] as [number, number, number] };
  expect(packSkeleton(atZero)).toMatchObject({ soma: { at: [1.5, 2, 3], radius: 1 } });
  expect(() =>
    decode({ id: '1', current: true, ...pack(atZero), soma: { at: [1, Number.NaN, 3], radius: 1 } }),
  ).toThrow(/arrived damaged/);
});

const pack = (skeleton: Skeleton) => packSkeleton(skeleton) as Omit<ViewerNeuron, 'id' | 'current'>;

test('what has no skeleton says why; one that is being made comes later', () => {
  const cave = testEnvironment();
  const host = hostOver(cave);
  const [newRoots] = cave.sandbox.edit({ root: '720575941535667946', kind: 'split' }).after;
  const supervoxel = '72905421573096843';
  const first = viewerSkeletons(host, [newRoots!, supervoxel, PUBLISHED[0]!]);
  expect(first.neurons.map(({ id }) => id)).toEqual([PUBLISHED[0]]);
  expect(first.missing).toEqual([
    expect.objectContaining({ id: supervoxel, code: 'ID' }),
    { id: newRoots, code: 'PENDING', message: 'the skeleton is being made, about 1 min. Refresh then' },
  ]);
  cave.sandbox.advance(60_000);
  expect(viewerSkeletons(host, [newRoots!]).neurons.map(({ id }) => id)).toEqual([newRoots]);
  expect(errorOf(() => viewerSkeletons(host, ['abc']))).toMatchObject({ code: 'ID' });
});

test('a skeleton of an id that an edit replaced is called old; without an answer neither old nor current', () => {
  const cave = testEnvironment();
  const host = hostOver(cave);
  const [stale] = cave.sandbox.truth.sampleStale(1);
  const [current] = cave.sandbox.truth.findCurrent(1, (id) => cave.sandbox.truth.isLatest(id));
  viewerSkeletons(host, [stale!, current!]);
  cave.sandbox.advance(60_000);
  const states = () =>
    Object.fromEntries(viewerSkeletons(host, [stale!, current!]).neurons.map((one) => [one.id, one.current]));
  expect(states()).toEqual({ [stale!]: false, [current!]: true });
  cave.sandbox.setFaults({ rate: 1, kinds: ['502'], routes: 'is_latest_roots' });
  expect(states()).toEqual({ [stale!]: null, [current!]: null });
});

test('a reply ends before it is too large; what is left is asked for next', () => {
  const cave = testEnvironment();
  const host = hostOver(cave);
  const skeleton = {
    meta: {},
    ...line(60_000),
    edges: Array.from({ length: 59_999 }, (_x, i) => [i, i + 1]),
  };
  const hex = gzipSync(JSON.stringify(skeleton)).toString('hex');
  const { send } = host.http;
  host.http.send = (requests) =>
    requests.map((request) => {
      if (!request.url.includes('get_cached_skeletons')) return send([request])[0]!;
      const text = JSON.stringify(Object.fromEntries(PUBLISHED.map((id) => [id, hex])));
      return { status: 200, headers: {}, text: () => text, bytes: () => new TextEncoder().encode(text) };
    });
  const { neurons, remaining: left } = viewerSkeletons(host, PUBLISHED);
  expect([neurons.map(({ id }) => id), left]).toEqual([[PUBLISHED[0]], PUBLISHED.slice(1)]);
  expect(JSON.stringify(neurons).length).toBeLessThan(5e6);
  expect(decode(neurons[0]!).cable).toBe(59_999);
});

const line = (vertices: number): Skeleton => ({
  vertices: Array.from({ length: vertices }, (_x, i) => [i, 0, 0]),
  edges: [],
  root: 0,
  soma: null,
  radius: new Array<number>(vertices).fill(1),
  compartment: new Array<number>(vertices).fill(0),
});

test('a skeleton beyond what a reply holds is refused, an empty one too', () => {
  expect(packSkeleton(line(0))).toMatchObject({ code: 'NONE' });
  expect(packSkeleton(line(1_000_001))).toMatchObject({ code: 'BIG' });
  const packed = packSkeleton(line(3));
  expect(packed).toMatchObject({ vertices: 3, edges: 0, soma: null, cable: 0, pairs: '' });
  expect(packed).not.toBeInstanceOf(TtError);
});

test('a mesh without a companion says what to do', () => {
  const host = hostOver(testEnvironment());
  expect(errorOf(() => viewerMesh(host, PUBLISHED[0]!))).toMatchObject({ code: 'COMPANION' });
  expect(errorOf(() => viewerMesh(host, ''))).toMatchObject({ code: 'COMPANION' });
});
