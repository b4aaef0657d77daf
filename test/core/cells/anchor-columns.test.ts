/** Columns that serve as anchors, by the names that tables and people give them. */
import { anchorCell, anchorColumns } from '../../../src/core/cells/anchor-columns';
import { random } from '../../../workbench/random';

const of = (headers: string[], key = 'root_id') => {
  const found = anchorColumns(headers, key);
  return found && [found.kind, found.header, found.columns, found.nm];
};

test.each<[headers: string[], anchor: unknown]>([
  [
    ['root_id', 'pt_supervoxel_id'],
    ['supervoxel', 'pt_supervoxel_id', [1], false],
  ],
  [
    ['root_id', 'supervoxel_id'],
    ['supervoxel', 'supervoxel_id', [1], false],
  ],
  [
    ['flywire_svid', 'root_id'],
    ['supervoxel', 'flywire_svid', [0], false],
  ],
  [
    ['root_id', 'Supervoxel ID'],
    ['supervoxel', 'Supervoxel ID', [1], false],
  ],
  [
    ['root_id', 'sv_id'],
    ['supervoxel', 'sv_id', [1], false],
  ],
  [
    ['root_id', 'anchor_point'],
    ['point', 'anchor_point', [1], false],
  ],
  [
    ['root_id', 'pt_position'],
    ['point', 'pt_position', [1], false],
  ],
  [
    ['root_id', 'xyz'],
    ['point', 'xyz', [1], false],
  ],
  [
    ['root_id', 'xyz (nm)'],
    ['point', 'xyz (nm)', [1], true],
  ],
  [
    ['root_id', 'pt_position_nm'],
    ['point', 'pt_position_nm', [1], true],
  ],
  [
    ['root_id', 'coordinates [voxels]'],
    ['point', 'coordinates [voxels]', [1], false],
  ],
  [
    ['x', 'root_id', 'y', 'z'],
    ['point', 'x, y, z', [0, 2, 3], false],
  ],
  [
    ['root_id', 'X (nm)', 'Y (nm)', 'Z (nm)'],
    ['point', 'X (nm), Y (nm), Z (nm)', [1, 2, 3], true],
  ],
  [
    ['root_id', 'pt_x', 'pt_y', 'pt_z'],
    ['point', 'pt_x, pt_y, pt_z', [1, 2, 3], false],
  ],
  [
    ['root_id', 'pt_position_x', 'pt_position_y', 'pt_position_z'],
    ['point', 'pt_position_x, pt_position_y, pt_position_z', [1, 2, 3], false],
  ],
  // A supervoxel before a point, an anchor before others, one column before three.
  [
    ['x', 'y', 'z', 'xyz', 'pt_position', 'supervoxel_id', 'anchor_supervoxel'],
    ['supervoxel', 'anchor_supervoxel', [6], false],
  ],
  [
    ['x', 'y', 'z', 'xyz', 'pt_supervoxel_id', 'supervoxel_id'],
    ['supervoxel', 'supervoxel_id', [5], false],
  ],
  [
    ['x', 'y', 'z', 'xyz'],
    ['point', 'xyz', [3], false],
  ],
  // Of something else, in another unit, our own answer, two axes.
  [['root_id', 'post_pt_supervoxel_id', 'pre_pt_position', 'soma_position', 'swamp_points'], null],
  [['root_id', 'xyz_um'], null],
  [['root_id', 'point'], null],
  [['root_id', 'x', 'y'], null],
  [['root_id', 'type', 'side'], null],
])('%j', (headers, anchor) => expect(of(headers)).toEqual(anchor));

test.each<[key: string, headers: string[], anchor: unknown]>([
  [
    'pre_pt_root_id',
    ['pre_pt_supervoxel_id', 'post_pt_supervoxel_id', 'pt_position'],
    ['supervoxel', 'pre_pt_supervoxel_id', [0], false],
  ],
  ['post_pt_root_id', ['pre_pt_position', 'post_pt_position'], ['point', 'post_pt_position', [1], false]],
  ['comparison_root_id', ['root_id', 'supervoxel_id'], null],
  [
    'comparison_root_id',
    ['supervoxel_id', 'anchor_supervoxel'],
    ['supervoxel', 'anchor_supervoxel', [1], false],
  ],
  ['pt_root_id', ['pt_position', 'id'], ['point', 'pt_position', [0], false]],
  ['supervoxel_id', ['supervoxel_id'], null],
])('beside %s, of %j', (key, headers, anchor) => expect(of(headers, key)).toEqual(anchor));

test('what a row says', () => {
  const one = anchorColumns(['root_id', 'pt_position']);
  expect(anchorCell(one, ['7', '1, 2, 3'])).toBe('@1,2,3');
  expect([anchorCell(one, ['7', '']), anchorCell(one, ['7', 'unknown']), anchorCell(null, ['7'])]).toEqual([
    '',
    '',
    '',
  ]);
  const three = anchorColumns(['x_nm', 'y_nm', 'z_nm']);
  expect(anchorCell(three, [400, 800, 135])).toBe('@400,800,135nm');
  // Without the anchor that was meant another piece might be taken: the row says what is wrong.
  expect(anchorCell(three, [400, '', 135])).toBe('#TT INPUT: anchor: y is blank');
  expect(anchorCell(one, ['7', '1, 2'])).toMatch(/^#TT INPUT: anchor: "1, 2" holds 2 numbers/);
  expect(anchorCell(one, ['7', new Date(0)])).toMatch(/^#TT INPUT: anchor: the sheet made a date/);
  expect(anchorCell(one, ['7', '#REF!'])).toMatch(/^#TT INPUT: anchor: .*#REF!/);
  expect(anchorCell(one, ['7', '#N/A'])).toBe('');
  const sv = anchorColumns(['supervoxel_id']);
  expect(anchorCell(sv, ['7.6E+16'])).toMatch(/^#TT ROUNDED: anchor: 7.6E\+16 is a rounded number/);
  expect(anchorCell(sv, [7.6e16])).toMatch(/^#TT ROUNDED: anchor: /);
  expect(anchorCell(sv, ['720575941473274509'])).toBe('#TT ID: anchor: 720575941473274509 is no supervoxel');
  expect(anchorCell(sv, ['76492475061776745, 76492475061776746'])).toMatch(
    /^#TT ID: anchor: the cell holds 2 ids/,
  );
  expect(['', 'NA', '?', 'unknown', '0', '-'].map((cell) => anchorCell(sv, [cell]))).toEqual([
    '',
    '',
    '',
    '',
    '0',
    '',
  ]);
  expect(anchorCell(anchorColumns(['supervoxel_id']), ['76492475061776745'])).toBe('76492475061776745');
});

test('of two columns with one name neither is an anchor', () => {
  expect(of(['root_id', 'x', 'x', 'y', 'z'])).toBeNull();
  expect(of(['root_id', 'supervoxel_id', 'Supervoxel ID'])).toBeNull();
  expect(of(['root_id', 'supervoxel_id', 'supervoxel_id', 'pt_position'])).toEqual([
    'point',
    'pt_position',
    [3],
    false,
  ]);
});

test('seed 21: 10,000 tables: the column that says which piece is meant, among others', () => {
  const next = random(21);
  const below = (n: number) => Math.floor(next() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const OTHERS = [
    'type',
    'side',
    'notes',
    'cell_type',
    'soma_position',
    'post_pt_position',
    'pre_supervoxel_id',
    'count',
    'length',
    'status',
    'x_ray',
    'point',
  ];
  /** Words joined as people join them, in any case. */
  const anchorOf = (words: readonly string[]) => {
    const joint = pick(['_', ' ', '-', '.']);
    const style = below(3);
    return words
      .map((word) =>
        style === 0 ? word : style === 1 ? word.toUpperCase() : word[0]!.toUpperCase() + word.slice(1),
      )
      .join(joint);
  };
  const UNITS: [text: string, nm: boolean][] = [
    ['', false],
    ['_nm', true],
    [' (nm)', true],
    [' [nm]', true],
    ['_voxels', false],
    [' (vx)', false],
  ];
  const wrong: unknown[] = [];
  for (let i = 0; i < 10_000; i++) {
    const headers = Array.from({ length: below(4) }, () => pick(OTHERS));
    const prefix = pick([[], ['anchor'], ['pt'], ['flywire'], ['banc']]);
    const [unit, nm] = pick(UNITS);
    const kind = pick(['supervoxel', 'point', 'axes', 'none'] as const);
    const own =
      kind === 'supervoxel'
        ? [anchorOf([...prefix, ...pick([['supervoxel', 'id'], ['supervoxel'], ['svid'], ['sv', 'id']])])]
        : kind === 'point'
          ? // Our own answers name a column `point`.
            [
              anchorOf([
                ...(prefix.length > 0 ? prefix : ['pt']),
                pick(['position', 'xyz', 'coordinates', 'location']),
              ]) + unit,
            ]
          : kind === 'axes'
            ? ['x', 'y', 'z'].map((axis) => [...prefix, axis].join('_') + unit)
            : pick([[], ['x', 'y'], ['position (µm)'], ['soma_xyz']]);
    headers.splice(below(headers.length + 1), 0, ...own);
    headers.splice(below(headers.length + 1), 0, 'root_id');
    const found = anchorColumns(headers, 'root_id');
    const expected =
      kind === 'none'
        ? null
        : [
            kind === 'axes' ? 'point' : kind,
            own.map((header) => headers.indexOf(header)),
            kind !== 'supervoxel' && nm,
          ];
    const got = found && [found.kind, found.columns, found.nm];
    if (JSON.stringify(got) !== JSON.stringify(expected)) wrong.push([headers, expected, got]);
  }
  expect(wrong.slice(0, 5)).toEqual([]);
});

test.each([
  'centroid_position',
  'bbox position',
  'Mean point',
  'split_point',
  'merge error position',
  'camera_xyz',
])('a column "%s" is about another place than a point of the neuron', (header) =>
  expect(anchorColumns(['root_id', header], 'root_id')).toBeNull(),
);
