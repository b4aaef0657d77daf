/** Columns by their lasting names, checked against their headers. */

import { PackedCells } from '../../../../src/addon/sheet/look/cells';
import type { Grid } from '../../../../src/addon/sheet/look/grid';
import {
  type KeyColumn,
  keyTag,
  locateKey,
  locateTargets,
  readTarget,
  targetTag,
} from '../../../../src/addon/sheet/table/column-tags';
import type { Cell } from '../../../../src/core/table';
import { fakeHost } from '../../../support/fake-host';

const gridOf = (values: Cell[][]): Grid => ({
  tab: fakeHost().tab,
  values: PackedCells.of(values),
  formulas: PackedCells.of(values.map((row) => row.map(() => ''))),
});
const KEY: KeyColumn = { tag: 'k', header: 'root_id', column: 0, headerRow: 0 };
const key = (column: number) => ({ column, value: keyTag('k') });
const target = (column: number, header = 'share', tag = 'k') => ({
  column,
  value: targetTag(tag, { output: 'share', header }, true),
});
const locate = (values: Cell[][], tags: { column: number; value: string }[], header = 'share') => {
  const grid = gridOf(values);
  const place = locateKey(grid, tags, KEY);
  return place && [place, [...locateTargets(grid, tags, KEY, place, [{ output: 'share', header }]).values()]];
};

test.each<[string, Cell[][], { column: number; value: string }[], unknown]>([
  ['by header alone', [['x', 'root_id', 'share']], [], [{ headerRow: 0, column: 1 }, [2]]],
  [
    'two columns with its header: the one with the name',
    [['root_id', 'x', 'root_id', 'share']],
    [key(3), target(4)],
    [{ headerRow: 0, column: 2 }, [3]],
  ],
  [
    'another id column with its header',
    [['root_id', 'root_id', 'share']],
    [{ column: 1, value: keyTag('other') }],
    [{ headerRow: 0, column: 1 }, [2]],
  ],
  [
    'the text in another row and another column, before the column has its name',
    [
      ['ids', 'x'],
      ['', 'root_id'],
    ],
    [],
    null,
  ],
  ['moved', [['share', 'x', 'root_id']], [key(3), target(1)], [{ headerRow: 0, column: 2 }, [0]]],
  [
    'a title with the header’s text elsewhere',
    [
      ['', 'root_id'],
      ['root_id', 'share'],
    ],
    [key(1), target(2)],
    [{ headerRow: 1, column: 0 }, [1]],
  ],
  [
    'a title with the text in the same column',
    [
      ['root_id', ''],
      ['', ''],
      ['root_id', 'share'],
    ],
    [key(1), target(2)],
    [{ headerRow: 2, column: 0 }, [1]],
  ],
  [
    'the id column renamed',
    [
      ['ids', 'share'],
      ['7', 1],
    ],
    [key(1), target(2)],
    [{ headerRow: 0, column: 0 }, [1]],
  ],
  ['ours renamed', [['root_id', 'mine']], [key(1), target(2)], [{ headerRow: 0, column: 0 }, [1]]],
  [
    'cells moved, the name left behind',
    [['', 'root_id', 'share']],
    [key(1), target(1)],
    [{ headerRow: 0, column: 1 }, [2]],
  ],
  ['gone', [['x', 'share']], [], null],
  [
    'another id column’s',
    [['root_id', 'share']],
    [key(1), target(2, 'share', 'other')],
    [{ headerRow: 0, column: 0 }, []],
  ],
])('%s', (_what, values, tags, expected) => {
  expect(locate(values, tags)).toEqual(expected);
});

test('a header that the user chose anew means another column', () => {
  expect(locate([['root_id', 'share', 'latest']], [key(1), target(2)], 'latest')).toEqual([
    { headerRow: 0, column: 0 },
    [2],
  ]);
  expect(locate([['root_id', 'share', '']], [key(1), target(2)], 'latest')).toEqual([
    { headerRow: 0, column: 0 },
    [],
  ]);
});

test('a name is read back', () => {
  expect(readTarget(target(4))).toEqual({ key: 'k', output: 'share', header: 'share', isOwn: true });
  expect([
    readTarget(key(1)),
    readTarget({ column: 1, value: targetTag('k', { output: 'a', header: 'b' }, false) })!.isOwn,
  ]).toEqual([null, false]);
});
