/** Preparation of a tab and its Undo, and which datastack ids belong to. */
import { idStacks, prepare, tabView } from '../../../src/addon/edits/prepare';
import { undo } from '../../../src/addon/edits/undo-edit';
import type { PreparePlan } from '../../../src/addon/interfaces/api';
import { type FakeHost, fakeHost } from '../../support/fake-host';
import { testEnvironment } from '../../support/sandbox-driver';
import { hostOver } from '../support';

const A = '720575941413124779';
const PLAN = { topRow: false, headers: [], formats: [], widths: [], frozen: null };

/** A plan made on the tab as it stands. */
function planOn(host: FakeHost, more: Partial<PreparePlan>): PreparePlan {
  host.choose({ row: 1, column: 1, rows: 1, columns: 1 });
  const { sheetId, marks } = tabView(host);
  return { ...PLAN, sheetId, marks, ...more };
}

test('a tab as the sidebar reads it', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['root_id', 'n', 'd'],
    [A, 3, new Date(0)],
    ['x'.repeat(90), '=A1', true],
  ]);
  host.tab.formatBy.set('A2', '@');
  host.choose({ row: 1, column: 1, rows: 1, columns: 1 });
  expect(tabView(host)).toMatchObject({
    values: [
      ['root_id', 'n', 'd'],
      [A, 3, 'a date'],
      ['x'.repeat(40), 'computed', true],
    ],
    computed: [false, true, false],
    formats: [['General', '@'], ['General'], ['General']],
    widths: [100, 100, 100],
    frozen: 0,
  });
});

test('everything is set, and given back', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    [A, 'x'],
    [A, 'y'],
    [A, 'z'],
  ]);
  host.tab.formatBy.set('A2', '0');
  const job = prepare(
    host,
    planOn(host, {
      topRow: true,
      headers: [{ row: 1, column: 1, text: 'root_id' }],
      formats: [{ column: 1, header: 'root_id', first: 2, format: '@' }],
      widths: [{ column: 1, header: 'root_id', pixels: 160 }],
      frozen: 1,
    }),
  );
  expect(job).toMatchObject({ title: 'Prepare', state: 'done' });
  expect(host.tab.grid()).toEqual([
    ['root_id', ''],
    [A, 'x'],
    [A, 'y'],
    [A, 'z'],
  ]);
  expect(host.tab.widths.get(1)).toBe(160);
  expect(host.tab.frozen).toBe(1);
  expect(['A2', 'A4', 'A900'].map((a1) => host.tab.formatBy.get(a1))).toEqual(['@', '@', '@']);
  expect(host.tab.formatBy.get('A1')).not.toBe('@');
  // Columns are known by their header: this one has moved since.
  for (const line of host.tab.cells) line.unshift({ value: '', formula: '' });
  host.tab.put(1, 1, [['new']]);
  host.tab.widths.set(2, 160);
  for (const row of [2, 3, 4]) host.tab.formatBy.set(`B${row}`, '@');
  undo(host);
  expect(host.tab.grid()).toEqual([
    ['new', '', ''],
    ['', A, 'x'],
    ['', A, 'y'],
    ['', A, 'z'],
  ]);
  expect([host.tab.widths.get(2), host.tab.frozen, host.tab.formatBy.get('B3')]).toEqual([100, 0, '0']);
});

test('a row that was added on top goes again where nothing stands in it', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [[A, 'x']]);
  prepare(host, planOn(host, { topRow: true, headers: [{ row: 1, column: 1, text: 'root_id' }] }));
  expect(host.tab.grid()).toEqual([
    ['root_id', ''],
    [A, 'x'],
  ]);
  expect(undo(host)).toMatchObject({ restored: 1 });
  expect(host.tab.grid()).toEqual([[A, 'x']]);
});

test('what somebody has changed since stays; a header is never written over something', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['mine'], [A]]);
  const plan = planOn(host, {
    frozen: 1,
    headers: [{ row: 1, column: 1, text: 'root_id' }],
    widths: [{ column: 1, header: 'mine', pixels: 160 }],
  });
  expect(prepare(host, plan)).toMatchObject({ message: expect.stringContaining('left alone') });
  expect(host.tab.grid()).toEqual([['mine'], [A]]);
  host.tab.widths.set(1, 300);
  host.tab.frozen = 2;
  undo(host);
  expect([host.tab.widths.get(1), host.tab.frozen]).toEqual([300, 2]);
  expect(() => prepare(host, { ...plan, sheetId: 99 })).toThrow('no longer there');
});

test('columns that moved since the check are found again; a tab that cannot be known again is refused', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['root_id', 'type', 'side'],
    [A, 'DNa02', 'left'],
  ]);
  const plan = planOn(host, { widths: [{ column: 1, header: 'root_id', pixels: 160 }] });
  for (const line of host.tab.cells) line.push(line.shift()!);
  prepare(host, plan);
  expect([1, 2, 3].map((column) => host.tab.width(column))).toEqual([100, 100, 160]);
  host.tab.put(2, 3, [['720575941413124780']]);
  expect(() => prepare(host, plan)).toThrow('Check it again');
});

test('the datastack whose ids have this form and that knows them', () => {
  const cave = testEnvironment();
  const host = hostOver(cave);
  const ids = ['720575941473274509', '720575941524660200'];
  expect(idStacks(host, ids).map(({ name }) => name)).toEqual(['brain_and_nerve_cord']);
  expect(idStacks(host, ['864691135000000001'])).toEqual([]);
  expect(() => idStacks(host, ['abc'])).toThrow();
});
