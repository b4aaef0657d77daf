/** Views and links from the built bundle: every formula once, as a sheet holds them. */
import { readLink } from '../../src/neuroglancer/link';
import { CAVE_ORIGIN, type Workbench, workbench } from '../../workbench/addon/workbench';

const ID = '720575941441350235';
const OTHER = '720575941535667946';
const STALE = '720575941473274509';
const SPELUNKER = 'https://spelunker.cave-explorer.org/';

let bench: Workbench;
beforeAll(() => {
  bench = workbench();
  bench.grid.insertRows(bench.grid.maxRows, 3100);
});
beforeEach(() => {
  bench.grid.clear({ row: 1, column: 1, rows: bench.grid.maxRows, columns: 20 }, { contents: true });
  bench.requests();
});

const stateIn = (link: unknown) => JSON.parse(readLink(String(link)).state);

test('TT_LINK: ids, colours, annotations, long', () => {
  bench.put(1, 1, [[`'${ID}`], [''], [`'${OTHER}`]]);
  bench.put(1, 3, [
    [10, 20, 30],
    [40, 50, 60],
  ]);
  bench.formula(1, 7, '=TT_ANNO_LAYER(C1:E2, "point", "marks")');
  bench.put(1, 9, [
    ['colors', 'palette'],
    ['title', 'two cells'],
  ]);
  bench.put(3, 9, [['annotations', '=G1']]);
  const state = stateIn(bench.formula(1, 12, '=TT_LINK(A1:A3, I1:J3)'));
  expect(state.title).toBe('two cells');
  expect(state.layers[1]).toMatchObject({
    segments: [ID, OTHER],
    segmentColors: { [ID]: '#FF5533', [OTHER]: '#469FE3' },
  });
  expect(state.layers[2].annotations).toHaveLength(2);
  // Whether the ids are current.
  expect(bench.requests()).toBeLessThanOrEqual(3);
});

test('TT_LINK for 1,000 ids as they are: one formula, one link each, no request', () => {
  const ids = Array.from({ length: 1000 }, (_x, i) => [`'7205759414${String(10_000_000 + i)}`]);
  bench.put(1, 1, ids);
  bench.formula(1, 2, '=TT_LINK(A1:A1000, "each; current=no")');
  const shown = bench.shown(1, 2, 1000, 1).flat();
  expect(shown.every((link) => link.startsWith(SPELUNKER))).toBe(true);
  expect(stateIn(shown[999]).layers[1].segments).toEqual([ids[999]![0]!.slice(1)]);
  expect(bench.requests()).toBe(0);
});

test('a short link, opened again by TT_STATE and TT_ANNO_POINTS', () => {
  bench.formula(1, 1, '=TT_ANNO_LAYER("1, 2, 3", "point", "here")');
  bench.put(1, 2, [['link', 'short']]);
  bench.put(2, 2, [['annotations', '=A1']]);
  bench.put(3, 2, [['current', 'no']]);
  const link = bench.formula(1, 5, `=TT_LINK("${ID}", B1:C3)`);
  expect(link).toMatch(
    /^https:\/\/spelunker\.cave-explorer\.org\/#!middleauth\+http:.*\/nglstate\/api\/v1\/[0-9]{16}$/,
  );
  expect(JSON.parse(String(bench.formula(2, 5, '=TT_STATE(E1)'))).layers[1].segments).toEqual([ID]);
  bench.formula(3, 5, '=TT_ANNO_POINTS(E1, "here")');
  expect(bench.grid.values({ row: 3, column: 5, rows: 1, columns: 3 })[0]).toEqual([1, 2, 3]);
  expect(bench.requests()).toBe(3);
});

test('a state that does not fit a cell says so', () => {
  const ids = Array.from({ length: 4000 }, (_x, i) => [`'7205759414${String(10_000_000 + i)}`]);
  bench.put(1, 1, ids);
  bench.formula(1, 2, '=TT_LINK(A1:A4000)');
  expect(bench.formula(1, 3, '=TT_STATE(B1)')).toMatch(/^#TT BIG: [0-9,]+ characters; a cell holds 50,000/);
});

test('TT_LINK_DOCTOR: what can be told without the outside world', () => {
  const view = {
    layers: [
      {
        type: 'segmentation',
        source: `graphene://middleauth+${CAVE_ORIGIN}/segmentation/table/wclee_fly_cns_001`,
        segments: [STALE],
        name: 'BANC',
      },
    ],
  };
  bench.put(1, 1, [
    ['DNa02'],
    [''],
    ['https://ngl.flywire.ai/?local_id=0405d158a8adf61ef9013563b65a3535'],
    [`${SPELUNKER}#!middleauth+${CAVE_ORIGIN}/nglstate/api/v1/58927137`],
    [`${SPELUNKER}#!middleauth+${CAVE_ORIGIN}/nglstate/api/v1/5892713748463616`],
    [JSON.stringify(view)],
    [`${SPELUNKER}#!${encodeURIComponent(JSON.stringify(view))}`],
  ]);
  bench.formula(1, 3, '=TT_LINK_DOCTOR(A1:A7)');
  const shown = bench.shown(1, 3, 7, 3);
  expect(shown.map(([verdict]) => verdict!.replace(/:.*/, ''))).toEqual([
    'not a link',
    '',
    'browser-local and lost',
    'truncated id',
    'state gone',
    'works',
    '#TT DOWN',
  ]);
  expect(shown[5]![1]).toBe('1 of 1 id stale');
  expect(stateIn(shown[5]![2]).layers[0].segments).toEqual([ID]);
});

test.each([
  ['=TT_STATE("DNa02")', /^#TT LINK: this is not a link/],
  ['=TT_STATE()', /^#TT INPUT: link is missing/],
  ['=TT_LINK("abc")', /^#TT ID: "abc" is not a segment id/],
  [`=TT_LINK("${ID}", "sparkle=yes")`, /^#TT INPUT: options: there is no "sparkle"/],
  ['=TT_ANNO_LAYER("1, 2", "point", "x")', /^#TT INPUT: points/],
  ['=TT_ANNO_POINTS("{""layers"":[]}")', /^#TT INPUT: the view holds no annotation layer/],
])('%s', (formula, expected) => expect(bench.formula(1, 1, formula)).toMatch(expected));
