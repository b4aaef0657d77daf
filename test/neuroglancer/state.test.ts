/** What states of each dialect hold; published ones against the numbers that were counted from them independently. */
import {
  annotationsOf,
  countAnnotations,
  linkedIds,
  pointLayer,
  pointsOf,
} from '../../src/neuroglancer/annotations';
import { listOf, readDocument, writeDocument } from '../../src/neuroglancer/document';
import { decodePercent, encodeFragment } from '../../src/neuroglancer/encoding';
import { readLink } from '../../src/neuroglancer/link';
import {
  dialectOf,
  layersOf,
  positionOf,
  readState,
  scaleOf,
  segmentsOf,
  sourceTexts,
  voxelSize,
} from '../../src/neuroglancer/state';
import { describeWith, publishedJson, publishedText } from '../support/shared-data';
import { STATE_FACTS, STATES, type StateFacts, type StateName } from '../support/view-states';

/** A state's text holds what its facts say. */
function expectFacts(text: string, facts: StateFacts): void {
  const state = readState(text);
  expect(dialectOf(state)).toBe(facts.style === 'position/dimensions' ? 'modern' : 'legacy');
  expect(voxelSize(state)).toEqual(facts.voxel_size_nm);
  expect(positionOf(state)).toEqual(facts.position_voxels);
  const layers = layersOf(state);
  expect(layers.map(({ name, type }) => ({ name, type }))).toEqual(
    facts.layers.map(({ name, type }) => ({ name, type })),
  );
  facts.layers.forEach((expected, i) => {
    const layer = layers[i]!;
    expect(sourceTexts(layer.fields.get('source'))).toEqual(expected.sources ?? []);
    if (expected.segments !== undefined) {
      const segments = segmentsOf(layer);
      const hidden = (expected.segments_marked_hidden_by_exclamation ?? 0) + (expected.hidden_segments ?? 0);
      expect(segments.filter((segment) => segment.hidden)).toHaveLength(hidden);
      expect(segments.filter((segment) => !segment.hidden)).toHaveLength(expected.segments);
    }
    if (expected.annotations) {
      expect(Object.fromEntries(countAnnotations(layer))).toEqual(expected.annotations);
      const linked = annotationsOf(layer).map(linkedIds);
      expect(linked.filter((ids) => ids.length > 0)).toHaveLength(expected.annotations_with_segments ?? 0);
      expect(new Set(linked.flat()).size).toBe(expected.linked_segment_ids ?? 0);
    }
  });
}

describe('states of each dialect', () => {
  test.each(Object.keys(STATES) as StateName[])('%s', (name) => expectFacts(STATES[name], STATE_FACTS[name]));

  test.each<[StateName, string, number]>([
    ['tagged points', '', 43],
    ['synapses in nm', 'inputs', 6212],
    ['synapses in nm', 'Outputs ', 465],
    ['lines and others', '', 120],
  ])('points of %s %s', (which, name, count) => {
    const state = readState(STATES[which]);
    expect(pointsOf(state, pointLayer(state, name)).points).toHaveLength(count);
  });

  test('a layer in nm is given in the voxels of the view', () => {
    const state = readState(STATES['synapses in nm']);
    const { points, inView, nm } = pointsOf(state, pointLayer(state, 'inputs'));
    expect(points[0]).toEqual([714896, 474480, 852880]);
    expect(nm![0]).toEqual([714896, 474480, 852880]);
    expect(inView[0]).toEqual([178724, 118620, 21322]);
  });

  test('layers are listed where the one meant cannot be told', () => {
    const two = readState(STATES['synapses in nm']);
    expect(() => pointLayer(two, '')).toThrow('which one? 2 hold points: "inputs", "outputs"');
    expect(() => pointLayer(two, 'input')).toThrow(
      'there is no layer "input". Annotation layers: "inputs", "outputs"',
    );
    const none = readState(STATES['an ellipsoid']);
    expect(() => pointLayer(none, '')).toThrow('no layer holds points: "annotation" 1 ellipsoid');
    expect(() => pointLayer(readState(STATES['images alone']), '')).toThrow('holds no annotation layer');
  });
});

test.each(Object.keys(STATES) as StateName[])('%s as a long link, there and back', (name) => {
  const text = writeDocument(readDocument(STATES[name]));
  const link = readLink(`https://spelunker.cave-explorer.org/#!${encodeFragment(text)}`);
  expect(link).toMatchObject({ form: 'fragment json', state: text });
});

const truth = publishedJson('truth.json') as unknown as { states: Record<string, StateFacts> } | null;

describeWith(truth)('extra: published states', () => {
  test.each(Object.entries(truth?.states ?? {}))('%s', (file, facts) =>
    expectFacts(publishedText(file)!, facts),
  );

  test.each([
    ['states/flywire-points.json', '', 43],
    ['states/pinky100-synapses.json', '', 6],
    ['states/spelunker-minnie65-synapses.json', 'inputs', 6212],
    ['states/spelunker-minnie65-synapses.json', 'Outputs ', 465],
    ['states/derived-minnie65-lines.json', '', 120],
  ])('points of %s %s', (file, name, count) => {
    const state = readState(publishedText(file)!);
    expect(pointsOf(state, pointLayer(state, name)).points).toHaveLength(count);
  });
});

const urls = publishedText('states/urls.tsv');
describeWith(urls)('extra: published long links', () => {
  const rows = (urls ?? '')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t') as [string, string]);

  test.each(rows)('%s', (file, url) => {
    const link = readLink(url);
    expect(link.form).toBe('fragment json');
    // The state files were spelt anew by another language; values must agree.
    expect(JSON.parse(writeDocument(readDocument(link.state)))).toEqual(
      JSON.parse(publishedText(`states/${file}`)!),
    );
    const written = encodeFragment(writeDocument(readDocument(link.state)));
    expect(decodePercent(written)).toBe(link.state);
  });
});

describe('states that nobody published', () => {
  test('units', () => {
    const dims = (json: string) => scaleOf(readDocument(json));
    expect(dims('{"x":[4,"nm"],"y":[4e-3,"um"],"z":[4.5e-8,"m"]}')).toEqual([4, 4, 45]);
    expect(dims('{"x":[4,"nm"],"y":[4,"nm"],"z":[1,""]}')).toBeNull();
    expect(dims('{"x":[4,"nm"],"y":[4,"nm"],"z":[40,"nm"],"t":[1,"s"]}')).toEqual([4, 4, 40]);
  });

  const matrix = (source: string, view = '{"x":[4e-9,"m"],"y":[4e-9,"m"],"z":[4e-8,"m"]}') =>
    readState(
      `{"dimensions":${view},"layers":[{"type":"annotation","name":"a","source":${source},` +
        '"annotations":[{"type":"point","id":"1","point":[10,20,30]}]}]}',
    );

  test('a source with a matrix', () => {
    const out = '"outputDimensions":{"x":[4e-9,"m"],"y":[4e-9,"m"],"z":[4e-8,"m"]}';
    const inp = '"inputDimensions":{"x":[1e-9,"m"],"y":[1e-9,"m"],"z":[1e-9,"m"]}';
    const state = matrix(
      `{"url":"local://annotations","transform":{"matrix":[[0,1,0,5],[1,0,0,0],[0,0,2,0]],${out},${inp}}}`,
    );
    const { nm, inView } = pointsOf(state, pointLayer(state, 'a'));
    expect(nm).toEqual([[40, 10, 60]]);
    expect(inView).toEqual([[10, 2.5, 1.5]]);
  });

  test('the old fork: a layer’s own voxels, then its transform in nm', () => {
    const state = readState(
      '{"navigation":{"pose":{"position":{"voxelSize":[4,4,40],"voxelCoordinates":[1,2,3]}}},"layers":[' +
        '{"type":"annotation","name":"a","voxelSize":[8,8,40],"transform":[1,0,0,100, 0,1,0,0, 0,0,1,0, 0,0,0,1],' +
        '"annotations":[{"type":"point","id":"1","point":[10,20,30]},{"type":"line","pointA":[0,0,0],"pointB":[1,1,1]}]}]}',
    );
    const found = pointsOf(state, pointLayer(state, ''));
    expect(found.points).toEqual([[10, 20, 30]]);
    expect(found.nm).toEqual([[180, 160, 1200]]);
    expect(found.inView).toEqual([[45, 40, 30]]);
    expect([...found.otherAnnotations]).toEqual([['line', 1]]);
  });

  test.each([
    ['{"layers":[', 'cut off or damaged'],
    ['[1]', 'not a viewer’s state'],
    ['"text"', 'not a viewer’s state'],
  ])('%s', (text, message) => expect(() => readState(text)).toThrow(message));

  test('a list that is kept as text is read all the same', () => {
    expect(listOf(readState(JSON.stringify('{"layers":[]}')).get('layers'))).toEqual([]);
  });
});
