/** TT_EDITS_LINK: the segments, the colours, a line for each edit; ties, unedited segments, both dialects. */
import { lineageOf, originalsOf } from '../../../src/cave/graph/lineage';
import { type Id, toId } from '../../../src/core/ids';
import { readLink } from '../../../src/neuroglancer/link';
import { readArgs } from '../../../src/tools/declaration/args';
import type { OutputCell } from '../../../src/tools/declaration/declare';
import { segEdits } from '../../../src/tools/get/seg-edits';
import { editsLink } from '../../../src/tools/make/edits-link';
import { packIds } from '../../support/pack-ids';
import { errorOf, testEnvironment } from '../../support/sandbox-driver';

const b = testEnvironment();
const { truth } = b.sandbox;

interface Layer {
  name: string;
  type: string;
  annotations: {
    type: string;
    pointA: number[];
    pointB: number[];
    segments: string[];
    description: string;
  }[];
  annotationColor?: string;
  segments: string[];
  segmentColors: Record<string, string>;
  objectAlpha?: number;
  linkedSegmentationLayer?: { segments: string };
}

interface Made {
  link: string;
  note: OutputCell | undefined;
  title: string;
  layers: Layer[];
}

/** A link's state, read from the link itself or from where it was posted. */
function make(id: string, separate: unknown = ''): Made {
  const [[link, note]] = b.run(editsLink.answer(readArgs(editsLink, [id, separate]), b.ctx())) as [
    [string, OutputCell?],
  ];
  const read = readLink(link);
  const text = read.state || postState(link);
  const state = JSON.parse(text) as { title: string; layers: Layer[] };
  return { link, note, title: state.title, layers: state.layers };
}

function postState(link: string): string {
  const url = /https?:\/\/[^+]*\/nglstate\/api\/v1\/[0-9]+$/.exec(link)![0];
  const [reply] = b.driver.send([
    {
      method: 'GET',
      url,
      headers: { authorization: `Bearer ${b.sandbox.token}` },
      idempotent: true,
      route: 'state',
    },
  ]);
  return reply!.text();
}

const edited = truth
  .sampleCurrent(80)
  .filter((id) => new Set(truth.operations(id).map((operation) => operation.kind)).size === 2);
const layer = (view: Made, name: string) => view.layers.find((one) => one.name === name)!;

test('cyan and red, translucent, a line for each edit between the points of TT_EDITS', () => {
  const id = edited[0]!;
  const view = make(id);
  const [header, ...rows] = b.run(segEdits.answer(readArgs(segEdits, [id]), b.ctx()));
  const at = (row: OutputCell[], name: string) => row[header!.indexOf(name)];
  const segmentation = layer(view, 'segmentation');
  const [original] = segmentation.segments.filter((segment) => segment !== id);
  expect(segmentation.segments[0]).toBe(id);
  expect(truth.originals(id)).toContain(original);
  expect(segmentation.segmentColors).toEqual({ [id]: '#00FFFF', [original!]: '#FF0000' });
  expect(segmentation.objectAlpha).toBeLessThan(0.6);
  const lines = layer(view, 'Edits').annotations;
  expect(lines.map((line) => [...line.pointA, ...line.pointB])).toEqual(
    rows.map((row) => ['x1', 'y1', 'z1', 'x2', 'y2', 'z2'].map((name) => at(row, name))),
  );
  expect(lines.map((line) => line.segments.join(', '))).toEqual(rows.map((row) => at(row, 'pair')));
  expect(lines.every((line) => line.type === 'line')).toBe(true);
  expect(lines[0]!.description).toContain(`operation ${at(rows[0]!, 'operation_id')}`);
  expect(layer(view, 'Edits').linkedSegmentationLayer).toEqual({ segments: 'segmentation' });
  expect(view.title).toContain(id);
});

test('the original in red is the one that most supervoxels of the segment come from', () => {
  for (const id of edited.slice(0, 12)) {
    const own = new Set(truth.supervoxels(id));
    const shares = truth
      .originals(id)
      .map((original) => truth.supervoxels(original).filter((supervoxel) => own.has(supervoxel)).length);
    const red = layer(make(id), 'segmentation').segments[1]!;
    const share = truth.supervoxels(red).filter((supervoxel) => own.has(supervoxel)).length;
    expect(share).toBe(Math.max(...shares));
  }
});

test('merges and splits in layers of their own', () => {
  const id = edited[0]!;
  const view = make(id, true);
  const kinds = truth.operations(id).map((operation) => operation.kind);
  expect(view.layers.map((one) => one.name)).toEqual(['EM', 'segmentation', 'Merges', 'Splits']);
  expect(layer(view, 'Merges').annotationColor).toBe('#00FFFF');
  expect(layer(view, 'Splits').annotationColor).toBe('#FF0000');
  const count = (name: string) => layer(view, name).annotations.length;
  expect(count('Merges')).toBeGreaterThan(0);
  expect(count('Splits')).toBeGreaterThan(0);
  expect(count('Merges') + count('Splits')).toBeLessThanOrEqual(kinds.length);
});

test('a segment that was never edited: a plain link, and it says so', () => {
  const [original] = truth.originals(edited[0]!);
  const view = make(original!);
  expect(view.note).toMatch(/never edited/);
  expect(layer(view, 'segmentation').segments).toEqual([original]);
  expect(view.layers.some((one) => one.type === 'annotation')).toBe(false);
});

test('a segment whose log is empty is not called never edited: the original is shown, and it says so', () => {
  const untouched = truth.findCurrent(1, (one) => truth.operations(one).length === 0)[0]!;
  const first = b.sandbox.edit({ kind: 'split', root: untouched, share: 0.4 });
  const [again] = b.sandbox.edit({ kind: 'undo', operation: first.operation_id }).after;
  const view = make(again!);
  expect(view.note).toMatch(/^edited, but CAVE lists none/);
  expect(layer(view, 'segmentation').segments).toEqual([again, untouched]);
  expect(view.title).not.toContain('never');
});

test('a tie is settled by id and said', () => {
  // The segment's supervoxels are said to have belonged to its originals in equal parts, each of one level-2 node.
  const pairs = truth.sampleCurrent(50).map(toId);
  const { lineage } = b.run(lineageOf(b.stack(), pairs));
  const id = pairs.find((one) => originalsOf(lineage, one).length > 2)!;
  const originals = originalsOf(lineage, id);
  const shareState = (count: number): Uint8Array => {
    const even = count - (count % originals.length);
    const owners = Array.from({ length: count }, (_, i) =>
      i < even ? originals[i % originals.length]! : ('0' as Id),
    );
    return packIds(owners.map(BigInt));
  };
  const work = editsLink.answer(readArgs(editsLink, [id]), b.ctx());
  let step = work.next();
  while (!step.done) {
    const batch = step.value;
    const replies = b.driver.send(batch).map((reply, i) => {
      const { url, body } = batch[i]!;
      if (url.includes('roots_binary'))
        return { ...reply, bytes: () => shareState(reply.bytes().length / 8) };
      if (!url.includes('leaves_many') || String(body).includes(id)) return reply;
      return {
        ...reply,
        text: () => `{${originals.map((one) => `"${one}":[${truth.level2(one)[0]}]`).join(',')}}`,
      };
    });
    step = work.next(replies);
  }
  const [[link, note]] = step.value as [[string, string]];
  const least = [...originals].sort((x, y) => x.length - y.length || (x < y ? -1 : 1))[0]!;
  expect(note).toBe(`${originals.length} originals have equal shares; ${least} is shown`);
  expect(decodeURIComponent(link)).toContain(least);
});

test('what is no segment is refused', () => {
  expect(errorOf(() => make('720575940600000007'))).toMatchObject({ code: 'UNKNOWN' });
  expect(errorOf(() => make('76919154560765265'))).toMatchObject({ code: 'ID' });
  expect(errorOf(() => make('abc'))).toMatchObject({ code: 'ID' });
});

test('round trips: datastack, history, level-2 lists', () => {
  const { counts } = b.counted(editsLink.answer(readArgs(editsLink, [edited[1]]), b.ctx()));
  console.log(`TT_EDITS_LINK: ${counts.requests} requests, ${counts.roundTrips} round trips`);
  expect(counts.roundTrips).toBeLessThanOrEqual(6);
});
