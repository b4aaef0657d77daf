/** Refresh: formulas of ours alone, and nothing beside. */
import { documentSettings } from '../../../src/addon/access/settings';
import { refreshAll, refreshFormulas } from '../../../src/addon/formulas/refresh';
import { fakeHost } from '../../support/fake-host';

const OURS = '=TT_CURRENT_ID(A2:A3)';

function sheet() {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['root_id', 'current', '', 'sum'],
    ['11', OURS, '=SUM(1)', '=if(tt_is_current(A2),1,2)'],
    ['12', '22', '', ''],
    ['', '', 'note', ''],
  ]);
  return host;
}

test('refresh writes each formula of ours again and makes kept answers old', () => {
  const host = sheet();
  expect(refreshFormulas(host)).toBe('2 formulas are being computed again');
  expect([2, 3, 4].map((column) => host.tab.formulaAt(2, column))).toEqual([
    OURS,
    '=SUM(1)',
    '=if(tt_is_current(A2),1,2)',
  ]);
  expect(documentSettings(host).generation).toBe(1);
  // Two names, put right by two spellings; no cell is written for its place.
  expect(['setValues', 'replaceText', 'flush'].map((call) => host.counts.of(call))).toEqual([0, 4, 1]);
});

test('in a chosen range only what stands there', () => {
  const host = sheet();
  host.choose({ row: 2, column: 2, rows: 500, columns: 2 });
  expect(refreshFormulas(host)).toBe('1 formulas are being computed again');
});

test('a formula on which time ran out goes on: its answers stay valid, whatever else stands beside', () => {
  const host = sheet();
  host.tab.put(3, 2, [['#TT PENDING: 1 of 2 done. Refresh to go on']]);
  expect(refreshFormulas(host)).toBe(
    '2 formulas go on where time ran out. Refresh again when they are done to ask anew',
  );
  expect(documentSettings(host).generation).toBe(0);
  expect(refreshAll(host)).toBe(2);
  expect(documentSettings(host).generation).toBe(0);
  host.tab.put(3, 2, [['#TT PENDING: the skeleton is being made, about 1 min']]);
  expect(refreshAll(host)).toBe(2);
  expect(documentSettings(host).generation).toBe(1);
});

test.each(['=SUM(A1)', '=MYTT_X(1)', '=TT_CURRENT', 'text TT_X(1)'])('%p is not ours', (cell) => {
  const host = fakeHost();
  host.tab.put(1, 1, [[cell]]);
  expect(() => refreshFormulas(host)).toThrow('there is no formula of Tracer Tools');
  expect([documentSettings(host).generation, host.tab.grid()]).toEqual([0, expect.anything()]);
  expect(host.counts.of('setValues')).toBe(0);
});

test('an empty tab has none', () => {
  expect(() => refreshFormulas(fakeHost())).toThrow('there is no formula of Tracer Tools');
});
