/** Under which headers a job writes. */
import { PackedCells } from '../../../../src/addon/sheet/look/cells';
import { keyTag, targetTag } from '../../../../src/addon/sheet/table/column-tags';
import { requireShort, targetsOf } from '../../../../src/addon/sheet/table/target-headers';
import { fakeHost } from '../../../support/fake-host';

const headers = (
  top: string[],
  tags: [number, string][],
  key: { tag: string; column: number },
  chosen = {},
) => {
  const grid = {
    tab: fakeHost().tab,
    values: PackedCells.of([top]),
    formulas: PackedCells.of([top.map(() => '')]),
  };
  const named = tags.map(([column, value]) => ({ column, value }));
  const of = { ...key, header: top[key.column]!, headerRow: 0 };
  return targetsOf(grid, named, of, ['current_id'], chosen)[0]!.header;
};
const mine = (tag: string, header = 'current_id') => targetTag(tag, { output: 'current_id', header }, true);

test('a new column is called as its output; an own one keeps the header that it has', () => {
  expect(headers(['root_id'], [], { tag: 'a', column: 0 })).toBe('current_id');
  expect(
    headers(
      ['root_id', 'latest'],
      [
        [1, keyTag('a')],
        [2, mine('a')],
      ],
      { tag: 'a', column: 0 },
    ),
  ).toBe('latest');
});

test('a second id column has its own, also where nobody’s name stands on the first one’s', () => {
  const top = ['root_id', 'comparison_root_id', 'current_id'];
  expect(
    headers(
      top,
      [
        [1, keyTag('a')],
        [3, mine('a')],
      ],
      { tag: 'b', column: 1 },
    ),
  ).toBe('comparison_root_id_current_id');
  expect(headers(top, [], { tag: 'b', column: 1 })).toBe('comparison_root_id_current_id');
  expect(headers(top, [], { tag: 'a', column: 0 })).toBe('current_id');
});

test('a chosen header is taken, unless it is another’s or too long', () => {
  const top = ['root_id', 'other_id', 'current_id', 'my ids'];
  const tags: [number, string][] = [
    [1, keyTag('a')],
    [3, mine('a')],
  ];
  const choose = (header: string) => () =>
    headers(top, tags, { tag: 'b', column: 1 }, { current_id: header });
  expect(choose('my ids')()).toBe('my ids');
  expect(choose('current_id')).toThrow('holds something else');
  expect(choose('other_id')).toThrow('holds something else');
  expect(choose('x'.repeat(201))).toThrow('shorten it to 200');
  expect(() => requireShort('x'.repeat(9000), 'the header')).toThrow('the header has 9,000 characters');
});
