/** Which formulas stand where, and when each function last asked. */
import { formulasView, noteAsked } from '../../../src/addon/formulas/formulas-view';
import { refreshAll } from '../../../src/addon/formulas/refresh';
import { fakeHost } from '../../support/fake-host';

test('by tab and function: cells, last asked and its requests; unknown beyond what the cache holds', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['=TT_IS_CURRENT(A1)', '=IF(tt_is_current(A2), TT_LINK(A2), "")'],
    ['=SUM(1)', 'TT_LINK(A1)'],
  ]);
  host.file.addTab('empty');
  const other = host.file.addTab('other');
  other.setValues(1, 1, [['=TT_LINK(Neurons!A1)']]);
  noteAsked(host, 'TT_IS_CURRENT', 3);
  // Answers from the cache are no questions.
  noteAsked(host, 'TT_LINK', 0);
  const request = new Date(host.now()).toISOString();
  const never = { asked: '', requests: null };
  expect(formulasView(host).tabs).toEqual([
    {
      tab: host.tab.name(),
      tabId: host.tab.id,
      joinable: [],
      formulas: [
        { formula: 'TT_IS_CURRENT', cells: 2, asked: request, requests: 3 },
        { formula: 'TT_LINK', cells: 1, ...never },
      ],
    },
    { tab: 'other', tabId: other.id, joinable: [], formulas: [{ formula: 'TT_LINK', cells: 1, ...never }] },
  ]);
  expect(refreshAll(host)).toBe(3);
  expect(host.tab.formulaAt(1, 1)).toBe('=TT_IS_CURRENT(A1)');
});

test('a spreadsheet without any', () => {
  expect(formulasView(fakeHost())).toEqual({ tabs: [] });
  expect(refreshAll(fakeHost())).toBe(0);
});
