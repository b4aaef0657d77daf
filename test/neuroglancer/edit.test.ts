/** Ids and sources replaced in place; everything else as it was. */
import { type Fields, readDocument, writeDocument } from '../../src/neuroglancer/document';
import { replaceIds, replaceSource } from '../../src/neuroglancer/edit';
import { modernize } from '../../src/neuroglancer/modernize';
import { layersOf, readState } from '../../src/neuroglancer/state';
import { random } from '../../workbench/random';
import { describeWith, publishedText } from '../support/shared-data';

const edited = (text: string, ids: [string, string][]) => {
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
    edited(layer(before), [
      ['1', '9'],
      ['3', '9'],
    ]),
  ).toBe(layer(after));
});

test('linked segments of annotations, flat and nested', () => {
  const text = (id: string) =>
    `{"layers":[{"type":"annotation","annotations":[{"segments":["${id}"]},{"segments":[["${id}","2"]]},{"point":[1,2,3]}]}]}`;
  expect(edited(text('1'), [['1', '9']])).toBe(text('9'));
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

const TEXTS = ['spelunker-banc-m746.json', 'flywire-hemibrain-tutu.json', 'flywire-points.json'];
describeWith(publishedText(`states/${TEXTS[0]}`))('published states', () => {
  test.each(TEXTS)('%s: replaced and replaced back is the state (seed 7)', (name) => {
    const text = writeDocument(readDocument(publishedText(`states/${name}`)!));
    const ids = [...new Set(text.match(/[0-9]{9,20}/g) ?? [])];
    const next = random(7);
    const there = ids.map((id): [string, string] => [id, `99${id}${Math.floor(next() * 10)}`]);
    const back = there.map(([a, b]): [string, string] => [b, a]);
    expect(edited(edited(text, there), back)).toBe(text);
  });

  test('a modern state is left alone by modernize', () => {
    const state = readState(publishedText('states/spelunker-banc-m746.json')!);
    expect(modernize(state)).toBe(state);
  });

  test.each([
    'pinky100-synapses.json',
    'fafb-layers-as-object.json',
    'fanc-synapse-cutout.json',
    'flywire-ellipsoid.json',
  ])('%s in the modern dialect: layers, position, every layer key that has no counterpart', (name) => {
    const old = readState(publishedText(`states/${name}`)!);
    const before = writeDocument(old);
    const made = modernize(old);
    expect(writeDocument(old)).toBe(before);
    expect(layersOf(made).map((one) => one.name)).toEqual(layersOf(old).map((one) => one.name));
    const made_ = JSON.parse(writeDocument(made));
    const was = JSON.parse(before);
    expect(made_.position).toEqual(was.navigation.pose.position.voxelCoordinates);
    expect(made_.navigation).toBeUndefined();
    expect(made_.layout).toEqual(was.layout);
    const list = Array.isArray(was.layers) ? was.layers : Object.values(was.layers);
    list.forEach((one: Record<string, unknown>, i: number) => {
      for (const key of ['shader', 'blend', 'colorSeed', 'segmentColors', 'skeletonRendering', 'opacity']) {
        expect(made_.layers[i][key]).toEqual(one[key]);
      }
    });
  });
});
