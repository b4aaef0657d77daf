/** A new column or row: next to existing ones, never over them; and the only function that writes cells. */
import { applySheetEdit } from '../../../../src/addon/sheet/cells/edit';
import { putBack, putCells, putFormula } from '../../../../src/addon/sheet/cells/write-cells';
import { fakeHost } from '../../../support/fake-host';

test('a column goes right of the last one, its header bold, text kept as text', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['id', 'x'],
    ['1', '2'],
  ]);
  const message = applySheetEdit(host, {
    tab: '',
    column: { header: '=new', values: [1, '=1+1', null, true] },
  });
  expect(message).toBe('column C of Neurons: 4 values');
  expect(host.tab.column('C')).toEqual(['=new', 1, '=1+1', '', true]);
  expect([host.tab.formulaAt(3, 3), [...host.tab.bold]]).toEqual(['', ['C1']]);
  expect([host.counts.of('setValues'), host.counts.of('locked'), host.counts.of('flush')]).toEqual([1, 1, 1]);
});

test('a full tab is widened, for a column and for a row', () => {
  const host = fakeHost();
  host.tab.columnsThere = 1;
  host.tab.put(1, 1, [['id']]);
  applySheetEdit(host, { tab: 'Neurons', column: { header: 'b', values: [] } });
  expect(applySheetEdit(host, { tab: 'Neurons', row: ['1', 2, null, false] })).toBe('row 2 of Neurons');
  expect(host.tab.columnsThere).toBe(4);
  expect(host.tab.grid()).toEqual([
    ['id', 'b', '', ''],
    ['1', 2, '', false],
  ]);
});

test('an empty tab takes its first column and its first row', () => {
  const host = fakeHost();
  expect(applySheetEdit(host, { tab: '', column: { header: 'a', values: [] } })).toMatch(/^column A/);
  host.file.addTab('Empty');
  expect(applySheetEdit(host, { tab: 'Empty', row: ['x'] })).toBe('row 1 of Empty');
});

test('a text that no cell holds is refused before anything is changed', () => {
  const host = fakeHost();
  host.tab.columnsThere = 1;
  host.tab.put(1, 1, [['id']]);
  const long = 'x'.repeat(50_001);
  const refusal = '50,001 characters; a cell holds 50,000';
  expect(() => applySheetEdit(host, { tab: '', column: { header: 'b', values: [long] } })).toThrow(refusal);
  expect(() => applySheetEdit(host, { tab: '', row: ['1', long] })).toThrow(refusal);
  expect([host.tab.grid(), host.tab.columnsThere]).toEqual([[['id']], 1]);
});

test('a header that is there, and a tab that is not, are refused and nothing is written', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['id', ' x ']]);
  expect(() => applySheetEdit(host, { tab: '', column: { header: 'x', values: [1] } })).toThrow(
    'column B is already called "x"',
  );
  expect(() => applySheetEdit(host, { tab: 'Nowhere', row: [1] })).toThrow('there is no "Nowhere"');
  expect(host.counts.of('setValues')).toBe(0);
});

test('blank cells are put as blanks', () => {
  const { tab } = fakeHost();
  putCells(tab, 1, 1, [[null, '', 0, false]]);
  expect(tab.grid()).toEqual([['', '', 0, false]]);
});

test('a formula is put only where it is ours, or was there', () => {
  const { tab } = fakeHost();
  putFormula(tab, 1, 1, '=TT_CURRENT_ID(A2)');
  putBack(tab, 2, 1, '=SUM(1)');
  expect([tab.formulaAt(1, 1), tab.formulaAt(2, 1)]).toEqual(['=TT_CURRENT_ID(A2)', '=SUM(1)']);
  for (const foreign of ['=IMPORTXML("http://evil.example")', '=TT_NOT_OURS(1)', 'TT_CURRENT_ID(A2)', '']) {
    expect(() => putFormula(tab, 3, 1, foreign)).toThrow('only a formula of Tracer Tools');
  }
  expect(() => putBack(tab, 3, 1, 'text')).toThrow('only a formula is put back');
  expect(tab.grid()).toHaveLength(2);
});
