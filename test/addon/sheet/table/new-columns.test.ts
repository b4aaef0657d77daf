/** Columns get their names, and their headers where they are new. */
import { keyTag, targetTag } from '../../../../src/addon/sheet/table/column-tags';
import { ensureColumns } from '../../../../src/addon/sheet/table/new-columns';
import { fakeHost } from '../../../support/fake-host';

const KEY = { tag: 'k', header: 'root_id', column: 0, headerRow: 0 };
const TARGETS = ['current_id', 'share', 'volume_um3'].map((output) => ({ output, header: output }));
const ensure = (host: ReturnType<typeof fakeHost>, targets = TARGETS) =>
  ensureColumns(host.file, host.tab, { key: KEY, targets, kind: 'ids', rules: false });

test('what is missing comes right of the last column, bold, ids as text; what is there is named', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['root_id', 'share', 'note'],
    ['11', '', 'x'],
  ]);
  expect([...ensure(host).columns]).toEqual([
    ['current_id', 3],
    ['share', 1],
    ['volume_um3', 4],
  ]);
  expect(host.tab.grid()[0]).toEqual(['root_id', 'share', 'note', 'current_id', 'volume_um3']);
  expect([[...host.tab.bold], [...host.tab.formatBy]]).toEqual([
    ['D1', 'E1'],
    [
      ['D2', '@'],
      ['E2', '#,##0.000'],
    ],
  ]);
  expect(host.tab.columnTags.map(({ column, value }) => [column, value])).toEqual([
    [1, keyTag('k')],
    [4, targetTag('k', TARGETS[0]!, true)],
    [2, targetTag('k', TARGETS[1]!, false)],
    [5, targetTag('k', TARGETS[2]!, true)],
  ]);
  host.counts.clear();
  ensure(host);
  expect([host.counts.of('setValues'), host.counts.of('addTag')]).toEqual([0, 0]);
});

test('a tab that is full is widened', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['root_id'], ['11']]);
  host.tab.columnsThere = 2;
  ensure(host);
  expect([host.tab.columnsThere, host.tab.grid()[0]]).toEqual([
    4,
    ['root_id', 'current_id', 'share', 'volume_um3'],
  ]);
});

test.each(['setValues', 'addTag', 'flush'])(
  'a row above, or a column at the left, at %s: headers end up in one row, once',
  (method) => {
    for (const move of ['row', 'column']) {
      const host = fakeHost();
      host.tab.put(1, 1, [
        ['root_id', 'note'],
        ['11', 'x'],
      ]);
      let moved = false;
      host.world.beforeCall = (called) => {
        if (called !== method || moved) return;
        moved = true;
        if (move === 'row') host.tab.cells.splice(0, 0, []);
        else host.tab.insertColumns(0, 1);
      };
      ensure(host, TARGETS.slice(0, 1));
      host.world.beforeCall = null;
      const filled = host.tab.grid().map((row) => row.filter((cell) => cell !== ''));
      expect({ method, move, rows: filled.filter((row) => row.length > 0) }).toEqual({
        method,
        move,
        rows: [
          ['root_id', 'note', 'current_id'],
          ['11', 'x'],
        ],
      });
    }
  },
);

test('a blank column that somebody uses at that moment is left to them', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['root_id'], ['11']]);
  let used = false;
  host.world.beforeCall = (method) => {
    if (method !== 'addTag' || used) return;
    used = true;
    host.tab.put(1, 2, [['theirs'], [7]]);
  };
  ensure(host, TARGETS.slice(0, 1));
  expect(host.tab.grid()).toEqual([
    ['root_id', 'theirs', 'current_id'],
    ['11', 7, ''],
  ]);
});
