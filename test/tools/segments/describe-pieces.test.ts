/** The pieces of split segments with their measures, against the world; and links that show old and new. */
import type { Id } from '../../../src/core/ids';
import { readLink } from '../../../src/neuroglancer/link';
import { describePieces } from '../../../src/tools/segments/describe-pieces';
import { errorOf, NOW, testEnvironment } from '../../support/sandbox-driver';

const cave = testEnvironment();
const { truth } = cave.sandbox;
const split = truth
  .sampleStale(120)
  .filter((id) => truth.candidates(id, undefined, NOW).length > 1)
  .slice(0, 20) as Id[];
const describe20 = (id: Id) => cave.run(describePieces(id, cave.ctx()));

test('20 split segments: ids, shares, volumes and synapses of each piece are the world’s', () => {
  for (const id of split) {
    const { pieces } = describe20(id);
    const candidates = truth.candidates(id, undefined, NOW).slice(0, 9);
    expect(pieces.map((piece) => [piece.id, piece.share])).toEqual(
      candidates.map((piece) => [piece.id, piece.share]),
    );
    for (const { id: piece, measures } of pieces) {
      const synapses = truth.synapses(piece, undefined, NOW)!;
      expect(measures).toMatchObject({
        volume_um3: truth.volume(piece) / 1e9,
        inc_syn: synapses.in,
        out_syn: synapses.out,
      });
    }
  }
});

test('a link shows the old segment in red and the piece in cyan', () => {
  const [id] = split;
  const [piece] = describe20(id!).pieces;
  const text = decodeURIComponent(piece!.link.replace(/^.*#!/, ''));
  expect(readLink(piece!.link)).toBeTruthy();
  const layer = JSON.parse(text).layers.find((one: { type: string }) => one.type === 'segmentation');
  expect(layer.segments.map((one: string) => one.replace(/^!/, '')).sort()).toEqual([id, piece!.id].sort());
  expect(layer.segmentColors).toEqual({ [piece!.id]: '#00FFFF', [id!]: '#FF0000' });
});

test('a service that fails leaves its error in its own figure; another kind of id is refused', () => {
  cave.sandbox.setFaults({ rate: 1, kinds: ['502'], routes: 'l2cache' });
  const { pieces } = describe20(split[1]!);
  expect(pieces[0]!.measures.volume_um3).toMatchObject({ code: 'DOWN' });
  expect(typeof pieces[0]!.measures.inc_syn).toBe('number');
  cave.sandbox.setFaults({ rate: 0 });
  const [supervoxel] = truth.supervoxels(split[0]!);
  expect(errorOf(() => describe20(supervoxel as Id))).toMatchObject({ code: 'ID' });
  expect(errorOf(() => describe20('720575940380379900' as Id))).toMatchObject({ code: 'UNKNOWN' });
});
