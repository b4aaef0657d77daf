/** Ids and sources replaced in place; everything else as it was. */
import { type Fields, readDocument, writeDocument } from '../../src/neuroglancer/document';
import { replaceIds, replaceSource } from '../../src/neuroglancer/edit';
import { modernize } from '../../src/neuroglancer/modernize';
import { layersOf, readState } from '../../src/neuroglancer/state';
import { random } from '../../workbench/random';
import { describeWith, publishedText } from '../support/shared-data';
import { STATE_FACTS, STATES, type StateName } from '../support/view-states';

const editLink = (text: string, ids: [string, string][]) => {
  const state = readDocument(text) as Fields;
  replaceIds(state, new Map(ids));
  return writeDocument(state);
};
const layer = (rest: string) => `{"layers":[{"type":"segmentation",${rest},"x":1.0}]}`;

test.each([
  ['shown', '"segments":["1","2"]', '"segments":["9","2"]'],
  ['hidden by a mark', '"segments":["!1","2"]', '"segments":["!9","2"]'],
  ['two become one', '"segments":["1","3","2"]', '"segments":["9","2"]'],
  ['shown wins over hidden', '"segments":["!1","3"]', '"segments":["9"]'],
  [
    'hidden in the old way',
    '"segments":["2"],"hiddenSegments":["1"]',
    '"segments":["2"],"hiddenSegments":["9"]',
  ],
  ['written as a number', '"segments":[1,2]', '"segments":["9",2]'],
  ['colours', '"segmentColors":{"1":"#a","200":"#b"}', '"segmentColors":{"9":"#a","200":"#b"}'],
  ['the successor’s own colour wins', '"segmentColors":{"1":"#a","9":"#b"}', '"segmentColors":{"9":"#b"}'],
])('%s', (_what, before, after) => {
  expect(
    editLink(layer(before), [
      ['1', '9'],
      ['3', '9'],
    ]),
  ).toBe(layer(after));
});

test('linked segments of annotations, flat and nested', () => {
  const text = (id: string) =>
    `{"layers":[{"type":"annotation","annotations":[{"segments":["${id}"]},{"segments":[["${id}","2"]]},{"point":[1,2,3]}]}]}`;
  expect(editLink(text('1'), [['1', '9']])).toBe(text('9'));
});

test.each([
  ['"a"', '"z"'],
  ['{"url":"a","subsources":{"mesh":true}}', '{"url":"z","subsources":{"mesh":true}}'],
  ['["b",{"url":"a"}]', '["b",{"url":"z"}]'],
  ['"b"', '"b"'],
])('source %s', (before, after) => {
  const state = readState(`{"layers":[{"source":${before}}]}`);
  replaceSource(layersOf(state)[0]!, 'a', 'z');
  expect(writeDocument(state)).toBe(`{"layers":[{"source":${after}}]}`);
});

/** Every id replaced by another, and back. */
function expectReversible(published: string): void {
  const text = writeDocument(readDocument(published));
  const ids = [...new Set(text.match(/[0-9]{9,20}/g) ?? [])];
  const next = random(7);
  const there = ids.map((id): [string, string] => [id, `99${id}${Math.floor(next() * 10)}`]);
  const back = there.map(([a, b]): [string, string] => [b, a]);
  expect(editLink(editLink(text, there), back)).toBe(text);
}

/** The modern dialect of an old state: layers, position, every layer key that has no counterpart. */
function expectModernized(published: string): void {
  const old = readState(published);
  const before = writeDocument(old);
  const modern = modernize(old);
  expect(writeDocument(old)).toBe(before);
  expect(layersOf(modern).map((one) => one.name)).toEqual(layersOf(old).map((one) => one.name));
  const after = JSON.parse(writeDocument(modern));
  const was = JSON.parse(before);
  expect(after.position).toEqual(was.navigation.pose.position.voxelCoordinates);
  expect(after.navigation).toBeUndefined();
  expect(after.layout).toEqual(was.layout);
  const list = Array.isArray(was.layers) ? was.layers : Object.values(was.layers);
  list.forEach((one: Record<string, unknown>, i: number) => {
    for (const key of ['shader', 'blend', 'colorSeed', 'segmentColors', 'skeletonRendering', 'opacity']) {
      expect(after.layers[i][key]).toEqual(one[key]);
    }
  });
}

const names = Object.keys(STATES) as StateName[];
const isOld = (name: StateName) => STATE_FACTS[name].style === 'navigation/pose';

test.each(names)('a state with %s: replaced and replaced back is the state (seed 7)', (name) => {
  expectReversible(STATES[name]);
});

test.each(names.filter((name) => !isOld(name)))(
  'a modern state with %s is left alone by modernize',
  (name) => {
    const state = readState(STATES[name]);
    expect(modernize(state)).toBe(state);
  },
);

test.each(names.filter(isOld))('an old state with %s in the modern dialect', (name) => {
  expectModernized(STATES[name]);
});

const PUBLISHED = ['spelunker-banc-m746.json', 'flywire-hemibrain-tutu.json', 'flywire-points.json'];
const PUBLISHED_OLD = [
  'pinky100-synapses.json',
  'fafb-layers-as-object.json',
  'fanc-synapse-cutout.json',
  'flywire-ellipsoid.json',
];
describeWith(publishedText(`states/${PUBLISHED[0]}`))('extra: published states', () => {
  test.each(PUBLISHED)('%s: replaced and replaced back is the state (seed 7)', (name) => {
    expectReversible(publishedText(`states/${name}`)!);
  });
  test.each(PUBLISHED_OLD)('%s in the modern dialect', (name) => {
    expectModernized(publishedText(`states/${name}`)!);
  });
});
