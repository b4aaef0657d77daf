/** Filters that are applied here: ids, whole numbers of 64 bits and texts compare as a database does. */
import { matchesFilter } from '../../../src/cave/tables/local-filter';
import type { RowValue } from '../../../src/cave/tables/row-cells';
import type { RowFilter } from '../../../src/cave/tables/row-query';
import type { ColumnKind } from '../../../src/cave/tables/table-shape';

const filter = (
  kind: ColumnKind,
  comparison: RowFilter['comparison'],
  ...values: (string | number | boolean)[]
) => ({ column: { name: 'n', kind, table: 't', column: 'n' }, comparison, values }) as RowFilter;

test.each<[RowValue, RowFilter, boolean]>([
  // A double holds neither.
  ['9007199254740993', filter('int', '>', '9007199254740992'), true],
  ['9007199254740992', filter('int', '<', '9007199254740993'), true],
  ['-9007199254740993', filter('int', '<', -9007199254740991), true],
  [5, filter('int', '>=', 5), true],
  [5, filter('int', '<', '6'), true],
  [0.5, filter('float', '>', 0), true],
  [0.5, filter('float', '>', 1), false],
  ['10', filter('id', '>', '9'), true],
  ['10', filter('text', '>', '9'), false],
  [1e12, filter('time', '<=', 1e12), true],
  [null, filter('int', '>', 0), false],
])('%p', (value, by, passes) => expect(matchesFilter(by, value)).toBe(passes));
