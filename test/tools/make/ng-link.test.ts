/** TT_LINK: what was asked for is in the link, in both dialects, long and short. */

import { TtError } from '../../../src/core/errors';
import { readDocument } from '../../../src/neuroglancer/document';
import { readLink } from '../../../src/neuroglancer/link';
import { dialectOf, readState } from '../../../src/neuroglancer/state';
import { readArgs } from '../../../src/tools/declaration/args';
import { colorList } from '../../../src/tools/make/color-list';
import { ngLink } from '../../../src/tools/make/ng-link';
import { openState } from '../../../src/tools/views/states';
import { errorOf, ORIGIN, testEnvironment } from '../../support/sandbox-driver';

const cave = testEnvironment();
const A = '720575941535667946';
const B = '720575941539599858';
const FLYWIRE = 'flywire_fafb_production';
const many = Array.from({ length: 4000 }, (_x, i) => [`7205759415${String(10_000_000 + i)}`]);

const rows = (ids: unknown, options: unknown = null, stack = '') =>
  cave.run(ngLink.answer(readArgs(ngLink, [ids, options, stack]), cave.ctx(stack || undefined)));
const link = (ids: unknown, options?: unknown, stack?: string) => String(rows(ids, options, stack)[0]![0]);
const state = (address: string) => JSON.parse(readLink(address).state);
const layerNamed = (address: string, name: string) =>
  state(address).layers.find((layer: { name: string }) => layer.name === name);

test('BANC in Spelunker, by the datastack’s own defaults', () => {
  const result = link([[A], [null], [B], [A]]);
  expect(result.startsWith('https://spelunker.cave-explorer.org/#!%7B%22dimensions%22:')).toBe(true);
  expect(state(result)).toEqual({
    dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [4.5e-8, 'm'] },
    position: [125563, 118181, 2850],
    crossSectionScale: 4.12,
    projectionOrientation: [0, 1, 0, 0],
    projectionScale: 360849,
    layers: [
      {
        type: 'image',
        source: 'precomputed://gs://seunglab_lee_fly_cns_001_alignment/aligned/v0',
        tab: 'source',
        name: 'EM',
      },
      {
        type: 'segmentation',
        source: 'graphene://middleauth+https://cave.fanc-fly.com/segmentation/table/wclee_fly_cns_001',
        tab: 'segments',
        segments: [A, B],
        name: 'segmentation',
      },
    ],
    showSlices: false,
    selectedLayer: { visible: true, layer: 'segmentation' },
    layout: 'xy-3d',
  });
});

test('FlyWire in its old viewer: no custom mesh is needed, zooms and orientation are spelt as it reads them', () => {
  const address = link('720575940612218547', 'regions=yes', FLYWIRE);
  expect(address.startsWith('https://ngl.flywire.ai/#!')).toBe(true);
  const linkState = state(address);
  expect(dialectOf(readState(JSON.stringify(linkState)))).toBe('legacy');
  expect(linkState.navigation).toEqual({
    pose: { position: { voxelSize: [4, 4, 40], voxelCoordinates: [131071, 147456, 3505] } },
    zoomFactor: 13.2,
  });
  expect(linkState.perspectiveOrientation).toEqual([0, 0, 0, -1]);
  expect(linkState.perspectiveZoom).toBe(9600);
  expect(linkState.layers.map(({ type, source }: Record<string, string>) => [type, source])).toEqual([
    ['image', 'precomputed://gs://flywire_em/aligned/v1'],
    ['segmentation_with_graph', 'graphene://https://prodv1.flywire-daf.com/segmentation/1.0/fly_v31'],
    ['segmentation', 'precomputed://gs://flywire_neuropil_meshes/whole_neuropil/brain_mesh_v141.surf'],
  ]);
});

test('FlyWire in Spelunker: today’s table route, the token sent along, zooms in voxels', () => {
  const address = state(link('720575940612218547', 'viewer=spelunker', FLYWIRE));
  expect(address.layers[1].source).toBe(
    'graphene://middleauth+https://prodv1.flywire-daf.com/segmentation/table/fly_v31',
  );
  expect([address.crossSectionScale, address.projectionScale]).toEqual([3.3, 2400]);
});

describe('options', () => {
  test('colours: palette, one for all, in turn, from a column', () => {
    const ids = [[A], [B]];
    expect(layerNamed(link(ids, 'colors=palette'), 'segmentation').segmentColors).toEqual({
      [A]: colorList(2, false)[0],
      [B]: colorList(2, false)[1],
    });
    expect(layerNamed(link(ids, 'color=#fd3'), 'segmentation').segmentColors).toEqual({
      [A]: '#FFDD33',
      [B]: '#FFDD33',
    });
    const column = [
      ['colors', 'red'],
      [null, 'cyan'],
    ];
    expect(layerNamed(link(ids, column), 'segmentation').segmentColors).toEqual({
      [A]: '#FF0000',
      [B]: '#00FFFF',
    });
  });

  test('point of view, zooms, title, layout, translucent', () => {
    const text =
      'position=1, 2, 3; zoom2d=2; zoom3d=500; angle=0,0,0,1; title=My cells; layout=3d; translucent';
    const address = state(link(A, text));
    expect(address).toMatchObject({
      title: 'My cells',
      position: [1, 2, 3],
      crossSectionScale: 2,
      projectionScale: 500,
      projectionOrientation: [0, 0, 0, 1],
      layout: '3d',
    });
    expect(address.layers[1].objectAlpha).toBe(0.4);
  });

  test('several custom meshes, regions by id', () => {
    const address = state(
      link(
        A,
        [
          ['mesh', 'https://c10s.pni.princeton.edu/tracers/x|neuroglancer-precomputed: 1,2 #ff0000 my blob'],
          ['mesh', 'precomputed://gs://bucket/mesh'],
          ['regions', '3, 5'],
        ],
        FLYWIRE,
      ),
    );
    expect(address.layers.slice(2)).toEqual([
      {
        source: 'precomputed://gs://flywire_neuropil_meshes/neuropils/neuropil_mesh_v141_v3',
        type: 'segmentation',
        selectedAlpha: 0,
        objectAlpha: 0.2,
        segments: ['3', '5'],
        name: 'regions',
      },
      {
        source: 'precomputed://https://c10s.pni.princeton.edu/tracers/x',
        type: 'segmentation',
        selectedAlpha: 0,
        objectAlpha: 0.4,
        segments: ['1', '2'],
        segmentColors: { 1: '#FF0000', 2: '#FF0000' },
        name: 'my blob',
      },
      {
        source: 'precomputed://gs://bucket/mesh',
        type: 'segmentation',
        selectedAlpha: 0,
        objectAlpha: 0.4,
        segments: ['1'],
        name: 'mesh 2',
      },
    ]);
  });

  const LAYER =
    '{"type":"annotation","source":"local://annotations","annotations":[{"type":"polyline","points":[[0,0,0],[1,1,1],[2,2,2]],' +
    '"id":"7","description":"a; b"}],"linkedSegmentationLayer":{"segments":"segmentation"},"name":"path"}';

  test('annotation layers, in voxels that are said', () => {
    const address = layerNamed(link(A, `annotations=${LAYER}; translucent=0.5`), 'path');
    expect(address.source).toEqual({
      url: 'local://annotations',
      transform: { outputDimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [4.5e-8, 'm'] } },
    });
    expect(address.annotations[0].description).toBe('a; b');
  });

  test('and in the old dialect, where a polyline is its lines', () => {
    const address = layerNamed(link(A, [['annotations', LAYER]], FLYWIRE), 'path');
    expect(address).toMatchObject({
      voxelSize: [4, 4, 40],
      linkedSegmentationLayer: 'segmentation',
      annotations: [
        { type: 'line', pointA: [0, 0, 0], pointB: [1, 1, 1], id: '7-1' },
        { type: 'line', pointA: [1, 1, 1], pointB: [2, 2, 2], id: '7-2' },
      ],
    });
    expect(address.source).toBeUndefined();
  });

  test.each([
    ['colours=mauve', '"mauve" is no colour'],
    ['shiny=yes', 'there is no "shiny"'],
    ['link=tiny', 'one of auto, long, short'],
    ['viewer=netscape', 'spelunker, flywire or an address'],
    ['mesh=blob', 'a source such as'],
    ['position=1,2', 'position'],
    ['zoom2d=-1', 'above 0'],
    ['translucent=2', '0 to 1'],
    ['annotations={"type":"image"}', 'TT_ANNO_LAYER'],
    ['regions=3', 'no region'],
  ])('%s is refused', (text, expected) => {
    const stack = text.startsWith('regions') ? 'zheng_ca3' : '';
    expect((errorOf(() => link(A, text, stack)) as Error).message).toContain(expected);
  });
});

describe('long and short', () => {
  test('up to 50,000 characters nothing is posted; beyond, one state, and the state comes back', () => {
    const short = link(many);
    expect(short).toMatch(
      new RegExp(
        `^https://spelunker\\.cave-explorer\\.org/#!middleauth\\+${ORIGIN}/nglstate/api/v1/[0-9]{16}$`,
      ),
    );
    const { state: stored } = cave.run(openState(cave.ctx(), short));
    expect(JSON.stringify([...stored.keys()])).toContain('projectionScale');
    const work = ngLink.answer(readArgs(ngLink, [[[A]], 'current=no']), cave.ctx());
    expect(cave.counted(work).counts.requests).toBe(0);
    expect(errorOf(() => link(many, 'long'))).toMatchObject({ code: 'BIG' });
  });

  test('the old dialect gets the address that its viewer takes', () => {
    expect(link('720575940612218547', 'short', FLYWIRE)).toMatch(
      new RegExp(`^https://ngl\\.flywire\\.ai/\\?json_url=${ORIGIN}/nglstate/[0-9]{16}$`),
    );
  });

  test('on public CAVE the old dialect is posted to FlyWire’s own server, the new one to the global one', () => {
    const posts = (stack: string) => {
      const ctx = { ...cave.ctx(stack), access: { server: 'https://global.daf-apis.com', token: 'secret' } };
      const step = ngLink.answer(readArgs(ngLink, [[[A]], 'short; current=no', stack]), ctx).next();
      return (step.value as { url: string }[]).map(({ url }) => url);
    };
    expect(posts(FLYWIRE)).toEqual(['https://globalv1.flywire-daf.com/nglstate/post']);
    expect(posts('brain_and_nerve_cord')).toEqual(['https://global.daf-apis.com/nglstate/api/v1/post']);
  });

  test('the same view is posted once', () => {
    const ctx = cave.ctx();
    const work = () => ngLink.answer(readArgs(ngLink, [[[A]], 'short; current=no']), ctx);
    const first = cave.run(work());
    const again = cave.counted(work());
    expect(again.value).toEqual(first);
    expect(again.counts.requests).toBe(0);
  });

  test('a column of 1,000 links of ids as they are without a request; blanks stay, a damaged id fails alone', () => {
    const ids = many.slice(0, 1000).map(([id]) => [id as unknown]);
    ids[3] = [null];
    ids[4] = [7.2057594e17];
    ids[5] = ['abc'];
    const work = ngLink.answer(readArgs(ngLink, [ids, 'each; colors=palette; current=no']), cave.ctx());
    const { value, counts } = cave.counted(work);
    expect(counts.requests).toBe(0);
    expect(value).toHaveLength(1000);
    expect(value[3]).toEqual(['']);
    expect(value[4]![0]).toMatchObject({ code: 'ROUNDED' });
    expect(value[5]![0]).toMatchObject({ code: 'ID' });
    const last = layerNamed(String(value[999]![0]), 'segmentation');
    expect(last.segments).toEqual([ids[999]![0]]);
    expect(Object.keys(last.segmentColors)).toEqual(last.segments);
  });

  test('one link for all refuses a damaged id, and says where it stands', () => {
    expect(errorOf(() => link([[A], [7.2057594e17]]))).toMatchObject({
      code: 'ROUNDED',
      message: expect.stringContaining('row 2'),
    });
    expect(errorOf(() => link([[null]]))).toMatchObject({ code: 'INPUT' });
    expect(errorOf(() => link(many, 'each; short'))).toMatchObject({ code: 'BIG' });
  });
});

describe('ids that an edit replaced', () => {
  const { truth } = cave.sandbox;
  const stale = truth.sampleStale(60);
  const clear = stale.find((id) => truth.candidates(id)[0]!.share > 0.9)!;
  const split = stale.find((id) => truth.candidates(id)[0]!.share < 0.7)!;
  const layerOf = (address: string) => layerNamed(address, 'segmentation');

  test('the current segment is shown in the colour of its row, once where two became one', () => {
    const address = link([[A], [clear]], 'colors=#123456, #654321');
    const now = truth.candidates(clear)[0]!.id;
    expect(layerOf(address)).toMatchObject({
      segments: [A, now],
      segmentColors: { [A]: '#123456', [now]: '#654321' },
    });
    expect(state(address).title).toBeUndefined();
    expect(layerOf(link([[now], [clear]])).segments).toEqual([now]);
    expect(layerOf(link([[clear]], 'current=no')).segments).toEqual([clear]);
  });

  test('without a clear successor the old one stays, in red, and the title says so; each link for itself', () => {
    const address = link([[split], [A]], 'title=mine');
    expect(layerOf(address)).toMatchObject({ segments: [split, A], segmentColors: { [split]: '#FF0000' } });
    expect(state(address).title).toBe(`mine · STALE: ${split} is out of date, shown in red`);
    const [first, second, third] = rows([[split], [A], [clear]], 'each').map(([cell]) => String(cell));
    expect(state(first!).title).toMatch(/^STALE: /);
    expect(state(second!).title).toBeUndefined();
    expect(layerOf(third!).segments).toEqual([truth.candidates(clear)[0]!.id]);
  });

  test('what CAVE does not know, and that it was not asked, are said', () => {
    expect(state(link([['720575940000000007'], [A]])).title).toBe('720575940000000007 is not known to CAVE');
    const offline = {
      ...cave.ctx(),
      get access(): never {
        throw new TtError('OFF', 'formulas are off');
      },
    };
    const [[cell]] = cave.run(ngLink.answer(readArgs(ngLink, [[[A]], null]), offline)) as [[string]];
    expect(state(cell).title).toBe('not checked whether the ids are current (OFF)');
    expect(layerOf(cell).segments).toEqual([A]);
  });

  test('a column of 1,000 current ids costs one question', () => {
    const ids = truth.sampleCurrent(1000).map((id) => [id]);
    cave.run(ngLink.answer(readArgs(ngLink, [[[A]], null]), cave.ctx()));
    const { counts } = cave.counted(ngLink.answer(readArgs(ngLink, [ids, 'each']), cave.ctx()));
    expect(counts.requests).toBeLessThanOrEqual(3);
  });
});

test('counts are no segments of a graph, alone or each in its row', () => {
  expect(() => link([['46'], ['112']])).toThrow('"46" is not a segment id');
});

test('ids keep their order even where they look like small numbers', () => {
  const address = link([['676836779'], ['200'], ['5813013691']], 'colors=palette', 'male_adult_nerve_cord');
  const text = readLink(address).state;
  expect(/"segmentColors":\{"676836779":"[^"]+","200":"[^"]+","5813013691"/.test(text)).toBe(true);
  expect(() => readDocument(text)).not.toThrow();
});
