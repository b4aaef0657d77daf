/** The calc_ and convert_ functions on arguments as a sheet hands them over, and on the published worked examples. */
import type { Cell } from '../../../src/core/table';
import { convertColons, convertColonsTool } from '../../../src/tools/bucket/convert-colons';
import { distanceTool } from '../../../src/tools/calc/3d-distance';
import { centroidTool } from '../../../src/tools/calc/avg-point-coords';
import { bboxTool } from '../../../src/tools/calc/bbox-corners-from-center';
import { lineTriangleTool } from '../../../src/tools/calc/line-triangle-intersect';
import { convert, convertCoords } from '../../../src/tools/convert/coord-res';
import type { TableTool } from '../../../src/tools/declaration/declare';
import { random } from '../../../workbench/random';
import { WORKED_EXAMPLES } from '../../support/facts';
import { answerText, bench, tell } from './ask';

describe('worked examples', () => {
  const { distance, average_point, bounding_box_corners, line_triangle_intersection } = WORKED_EXAMPLES;
  const { coordinate_conversion, path_escaping } = WORKED_EXAMPLES;
  test.each([
    ['distance', distanceTool, [distance.a, distance.b, distance.resolution_nm], [[distance.distance_nm]]],
    ['mean, rounded', centroidTool, [average_point.points], [average_point.rounded]],
    ['mean, exact', centroidTool, [average_point.points, true], [average_point.exact]],
    [
      'box',
      bboxTool,
      [bounding_box_corners.center, bounding_box_corners.dimensions],
      bounding_box_corners.corners,
    ],
    [
      'line and triangle',
      lineTriangleTool,
      [line_triangle_intersection.line, line_triangle_intersection.triangle],
      [line_triangle_intersection.rounded],
    ],
    [
      'line and triangle, 3 decimals',
      lineTriangleTool,
      [line_triangle_intersection.line, line_triangle_intersection.triangle, 3],
      [line_triangle_intersection.precision_3],
    ],
    [
      'resolution',
      convertCoords,
      [
        coordinate_conversion.coordinate,
        coordinate_conversion.from_resolution_nm,
        coordinate_conversion.to_resolution_nm,
      ],
      [coordinate_conversion.result],
    ],
    ['colons', convertColonsTool, [path_escaping.path], [[path_escaping.escaped]]],
    ['colons, back', convertColonsTool, [path_escaping.escaped, false], [[path_escaping.path]]],
  ] as unknown as [string, TableTool, unknown[], Cell[][]][])('%s', (_name, tool, values, expected) => {
    const rows = values.map((value) => (Array.isArray(value) && !Array.isArray(value[0]) ? [value] : value));
    expect(tell(tool, rows)).toEqual(expected);
    const texts = values.map((value) => (Array.isArray(value) ? JSON.stringify(value) : value));
    expect(tell(tool, texts)).toEqual(expected);
  });
});

test('distances row by row: blank stays blank, a wrong row fails alone, rows below the last are left out', () => {
  const rows: Cell[][] = [['0,0,0'], [''], ['abc'], ['0 0 1'], [null], [null]];
  expect(tell(distanceTool, [rows, '3,4,0', '1,1,1'])).toEqual([
    [5],
    [null],
    ['#TT INPUT: a, row 3: "abc" is not a list of numbers'],
    [Math.sqrt(26)],
  ]);
  expect(
    tell(distanceTool, [
      '3,4,0',
      [
        [0, 0, 0],
        [3, 4, 1],
      ],
      2,
    ]),
  ).toEqual([[10], [2]]);
  expect(
    answerText(distanceTool, [
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
    ]),
  ).toBe('INPUT: a has 2 rows and b 3: as many rows in both, or one row in either');
});

test('a resolution is the datastack’s: of Settings, by name, by shown name, or on CAVE’s record', () => {
  const points = ['1, 2, 3', '4, 5, 6'];
  for (const named of [[], ['BANC'], ['brain_and_nerve_cord'], ['4x4x45 nm']]) {
    expect(tell(distanceTool, [...points, ...named])).toEqual([[136.0624856453828]]);
  }
  expect(tell(distanceTool, [...points, 'flywire_fafb_production'])).toEqual([[Math.sqrt(288 + 14400)]]);
  expect(tell(distanceTool, points, 'male_adult_nerve_cord')).toEqual([[Math.sqrt(3 * 24 * 24)]]);
  expect(bench.sent).toHaveLength(0);
  expect(answerText(distanceTool, [...points, 'no_such_stack'])).toMatch(/^UNKNOWN|^NONE/);
  // The record, and whether the auth service knows the name.
  expect(bench.sent).toHaveLength(2);
  expect(answerText(distanceTool, [...points, '4, 4'])).toMatch(/^INPUT: resolution: /);
});

test('means: halves to even, any dimension, blank rows out, mixed dimensions refused', () => {
  expect(
    tell(centroidTool, [
      [
        [0, 1, -1],
        [1, 2, -2],
      ],
    ]),
  ).toEqual([[0, 2, -2]]);
  expect(
    tell(centroidTool, [
      [
        [1, 2],
        [null, null],
        [2, 4],
      ],
      true,
    ]),
  ).toEqual([[1.5, 3]]);
  expect(
    tell(centroidTool, [
      [
        [0.1, 1.1],
        [0.2, 1.9],
      ],
    ]),
  ).toEqual([[0, 2]]);
  expect(tell(centroidTool, [[[0.1], [0.2]], true])).toEqual([[0.15]]);
  expect(
    tell(centroidTool, [
      [
        [2 ** 53, 1],
        [2 ** 53 - 2, 1],
      ],
      true,
    ]),
  ).toEqual([[2 ** 53 - 1, 1]]);
  expect(tell(centroidTool, [[[null], ['']]])).toEqual([[null]]);
  expect(
    answerText(centroidTool, [
      [
        [1, 2, 3],
        [1, 2],
      ],
    ]),
  ).toBe('INPUT: points, row 2: 2 numbers, where others have 3');
  expect(
    answerText(centroidTool, [
      [
        [1, 2, 3],
        ['x', 2, 3],
      ],
    ]),
  ).toMatch(/^INPUT: points, row 2: /);
});

test('boxes: several centers, one size for all axes, no size below 0', () => {
  expect(tell(bboxTool, [[['0,0,0'], [''], ['10 10 10']], 4])).toEqual([
    [-2, -2, -2, 2, 2, 2],
    [null],
    [8, 8, 8, 12, 12, 12],
  ]);
  expect(tell(bboxTool, ['0,0,0', '1,1,1'])).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(answerText(bboxTool, ['0,0,0', '1,-1,1'])).toBe(
    '#TT INPUT: dims: a size is not below 0, as in 1, -1, 1',
  );
  expect(answerText(bboxTool, ['0,0,0', '1,1'])).toBe('#TT INPUT: dims: three sizes, or one, not 2');
});

test('lines and triangles: misses, planes, several lines, what is none', () => {
  const triangle = '0,0,0; 4,0,0; 0,4,0';
  const lines: Cell[][] = [
    ['1 1 1 1 1 -1'],
    ['9 9 1 9 9 -1'],
    ['1 1 0 2 1 0'],
    [null],
    ['1 1 1 1 1 1'],
    ['1 1'],
  ];
  expect(tell(lineTriangleTool, [lines, triangle])).toEqual([
    [1, 1, 0],
    ['no hit'],
    ['in plane'],
    [null],
    ['#TT INPUT: line: both ends are the same point'],
    ['#TT INPUT: line, row 6: "1 1" holds 2 numbers, not 6'],
  ]);
  expect(answerText(lineTriangleTool, ['0,0,0,1,1,1', '0,0,0,1,1,1,2,2,2'])).toBe(
    '#TT INPUT: triangle: its corners lie on one line',
  );
  expect(answerText(lineTriangleTool, ['0,0,0,1,1,1', triangle, 16])).toBe(
    'INPUT: precision: a whole number from 0 to 15, not 16',
  );
});

test('conversion cuts the decimals that were written, not those of the double beside them', () => {
  expect(convert([10, 30, -3], [0.7, 0.1, 4], [7, 3, 8])).toEqual([1, 1, -1]);
  expect(tell(convertCoords, [[['1,2,3'], ['?'], ['4,5,6']], 'BANC', 1])).toEqual([
    [4, 8, 135],
    ['#TT INPUT: point, row 2: "?" is not a list of numbers'],
    [16, 20, 270],
  ]);
  expect(answerText(convertCoords, ['1,2,3', '0,1,1', 1])).toMatch(/^INPUT: from: nm of a voxel are above 0/);
});

test('seed 77: 5,000 conversions to nm and back give the same voxels', () => {
  const next = random(77);
  for (let i = 0; i < 5000; i++) {
    const draw = () => Math.floor((next() - 0.3) * 500_000) || 0;
    const size = () => Math.ceil(next() * 600) / [1, 10, 100][i % 3]!;
    const [point, from] = [
      [draw(), draw(), draw()],
      [size(), size(), size()],
    ] as [[number, number, number], [number, number, number]];
    const nm = point.map((x, k) => x * from[k]!);
    const back = convert(convert(point, from, [0.01, 0.01, 0.01]), [0.01, 0.01, 0.01], from);
    expect([from, ...back.map((x) => x || 0)]).toEqual([from, ...point]);
    expect(convert(point, from, [1, 1, 1]).every((x, k) => Math.abs(x - nm[k]!) < 1 + 1e-6)).toBe(true);
  }
});

test.each([
  ['gs://bucket/mesh/1:0:1', 'gs://bucket/mesh/1___0___1'],
  ['precomputed://gs://bucket/1:0', 'precomputed://gs://bucket/1___0'],
  ['https://localhost:8080/mesh/1:0', 'https://localhost:8080/mesh/1___0'],
  ['C:\\mesh\\1:0', 'C:\\mesh\\1___0'],
  ['c:/mesh/1:0', 'c:/mesh/1___0'],
  ['1:0:1.gz', '1___0___1.gz'],
  ['', ''],
])('%s for Windows, and back', (path, windows) => {
  expect(convertColons(path, true)).toBe(windows);
  expect(convertColons(windows, true)).toBe(windows);
  expect(convertColons(windows, false)).toBe(path);
});

test('colons of a range: a cell for each cell', () => {
  expect(
    tell(convertColonsTool, [
      [
        ['1:0', null],
        [7, 'a'],
      ],
    ]),
  ).toEqual([
    ['1___0', null],
    [7, 'a'],
  ]);
});
