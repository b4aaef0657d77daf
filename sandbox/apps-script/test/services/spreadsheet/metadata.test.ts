/** Developer metadata as scripts use it. */
import { bench } from '../../bench-host';

const CODE = `
  const app = () => SpreadsheetApp.getActive();
  const tab = () => SpreadsheetApp.getActiveSheet();
  const PROJECT = () => SpreadsheetApp.DeveloperMetadataVisibility.PROJECT;
  function mark(a1, key, value) { tab().getRange(a1).addDeveloperMetadata(key, value, PROJECT()); }
  function sized() { const s = tab(); s.getRange(1, 3, s.getMaxRows(), 1).addDeveloperMetadata('k'); return 1; }
  function found(key) {
    return tab().createDeveloperMetadataFinder().withKey(key).withVisibility(PROJECT()).find().map(function (m) {
      const column = m.getLocation().getColumn();
      const row = m.getLocation().getRow();
      return [m.getValue(), String(m.getLocation().getLocationType()), column && column.getColumn(), row && row.getRow()];
    });
  }
  function change(key, value) { const m = tab().createDeveloperMetadataFinder().withKey(key).find()[0]; m.setValue(value); return m.getValue(); }
  function remove(key) { tab().createDeveloperMetadataFinder().withKey(key).find().forEach(function (m) { m.remove(); }); }
  function move(key, a1) { tab().createDeveloperMetadataFinder().withKey(key).find()[0].moveToColumn(tab().getRange(a1)); }
  function inRange(a1, meeting) { const f = tab().getRange(a1).createDeveloperMetadataFinder(); return (meeting ? f.onIntersectingLocations() : f).find().map(function (m) { return m.getKey(); }); }
  function places() {
    app().addDeveloperMetadata('file'); tab().addDeveloperMetadata('tab', 'v');
    return [app().getDeveloperMetadata(), tab().getDeveloperMetadata(), app().createDeveloperMetadataFinder().find()].map(function (all) {
      return all.map(function (m) { const l = m.getLocation(); return m.getKey() + ' ' + l.getLocationType() + ' ' + (l.getSheet() ? l.getSheet().getName() : '') + (l.getSpreadsheet() ? 'file' : ''); });
    });
  }`;
const user = { user: 'ada@example.org' };

function columnTest() {
  const { host, workbook } = bench(CODE);
  const run = (fn: string, ...args: unknown[]) => {
    const outcome = host.run(fn, args, user);
    return outcome.ok ? outcome.value : outcome.message;
  };
  return { run, grid: workbook.grids()[0]! };
}

test('a column is found by what it is, after columns were inserted, moved and sorted', () => {
  const { run, grid } = columnTest();
  run('mark', 'C:C', 'owned', 'current_id');
  run('mark', '5:5', 'row', 'r');
  grid.insertColumns(1, 2);
  grid.moveColumns(5, 1, 2);
  grid.sort({ row: 1, column: 1, rows: 9, columns: 9 }, { column: 1, ascending: false });
  expect(run('found', 'owned')).toEqual([['current_id', 'COLUMN', 2, null]]);
  expect(run('found', 'row')).toEqual([['r', 'ROW', null, 5]]);
  grid.deleteColumns(2, 1);
  expect(run('found', 'owned')).toEqual([]);
});

test('only a whole row or column, written as such', () => {
  const { run } = columnTest();
  const refusal =
    'Adding developer metadata to arbitrary ranges is not currently supported. Developer metadata may only be added to the top-level spreadsheet, an individual sheet, or an entire row or column.';
  expect([run('mark', 'A1:B2', 'k', ''), run('mark', 'A:B', 'k', ''), run('sized')]).toEqual([
    refusal,
    refusal,
    refusal,
  ]);
  const lenient = bench(CODE, { switches: { metadataTakesSizedRanges: true } });
  expect(lenient.host.run('sized', [], user)).toEqual({ ok: true, value: 1 });
});

test('values change, entries move and go', () => {
  const { run } = columnTest();
  run('mark', 'C:C', 'k', 'old');
  expect(run('change', 'k', 'new')).toBe('new');
  run('move', 'k', 'B:B');
  expect(run('found', 'k')).toEqual([['new', 'COLUMN', 2, null]]);
  run('remove', 'k');
  expect(run('found', 'k')).toEqual([]);
});

test('the scope of a search', () => {
  const { run } = columnTest();
  run('mark', 'C:C', 'c', '');
  run('mark', '2:2', 'r', '');
  expect([run('inRange', 'A1:D9'), run('inRange', 'B:D'), run('inRange', '1:2')]).toEqual([[], ['c'], ['r']]);
  expect(run('inRange', 'A1:D9', true)).toEqual(['c', 'r']);
  run('remove', 'c');
  run('remove', 'r');
  expect(run('places')).toEqual([
    ['file SPREADSHEET file'],
    ['tab SHEET Sheet1'],
    ['file SPREADSHEET file', 'tab SHEET Sheet1'],
  ]);
});

test('what is too long is refused', () => {
  const { run } = columnTest();
  expect(run('mark', 'C:C', 'k', 'v'.repeat(30_000))).toBe(
    'The developer metadata would exceed the limit of 30000 characters.',
  );
});
