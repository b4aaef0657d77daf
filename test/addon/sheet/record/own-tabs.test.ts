/** The add-on's own tabs: what each line holds, in what order, how many are kept, and in how many calls. */

import { appendRows, findOwnTab, ownTab, prependRows } from '../../../../src/addon/sheet/record/own-tabs';
import { LOG_TAB, log } from '../../../../src/addon/sheet/record/run-log';
import { fakeHost, ME } from '../../../support/fake-host';

const LINE = {
  run: 'r1',
  what: '=evil()',
  tab: 'Neurons',
  state: 'started' as const,
  rows: 3,
  changed: 0,
  failed: 0,
  note: '',
};

test('made when first needed, with bold frozen headers; found again afterwards', () => {
  const host = fakeHost();
  const tab = ownTab(host.file, 'TT x', ['a', 'b']);
  const result = host.tabNamed('TT x');
  expect(result.grid()).toEqual([['a', 'b']]);
  expect([result.frozen, [...result.bold]]).toEqual([1, ['A1', 'B1']]);
  host.counts.clear();
  expect(ownTab(host.file, 'TT x', ['a', 'b'])).toBe(tab);
  expect([...host.counts]).toEqual([
    ['lastRow', 1],
    ['values', 1],
  ]);
});

test('an emptied tab gets its headers again', () => {
  const host = fakeHost();
  host.file.addTab('TT x');
  ownTab(host.file, 'TT x', ['a', 'b']);
  expect(host.tabNamed('TT x').grid()).toEqual([['a', 'b']]);
});

test('rows go below the last one, or under the header and no more than are kept', () => {
  const host = fakeHost();
  const tab = ownTab(host.file, 'TT x', ['a']);
  appendRows(tab, []);
  appendRows(tab, [['1'], ['2']]);
  expect(host.tabNamed('TT x').column('A')).toEqual(['a', '1', '2']);
  prependRows(tab, [['4'], ['3']], 3);
  expect(host.tabNamed('TT x').column('A')).toEqual(['a', '4', '3', '1']);
});

test('the log: newest first, who and when, and text that stays text', () => {
  const host = fakeHost();
  log(host, LINE);
  host.advance(61_000);
  log(host, { ...LINE, state: 'finished', note: '5 requests' });
  const tab = host.tabNamed(LOG_TAB);
  const [header, finished, started] = tab.grid();
  expect(header!.slice(0, 7)).toEqual(['time', 'time_utc', 'run', 'what', 'tab', 'state', 'by']);
  expect(started).toEqual([
    '2026-06-20 12:00:00',
    '2026-06-20 12:00:00',
    'r1',
    '=evil()',
    'Neurons',
    'started',
    ME,
    3,
    0,
    0,
    '',
    '',
  ]);
  expect(finished!.slice(1, 6)).toEqual(['2026-06-20 12:01:01', 'r1', '=evil()', 'Neurons', 'finished']);
  expect(tab.formulaAt(2, 4)).toBe('');
});

test('the log keeps a thousand lines', () => {
  const host = fakeHost();
  log(host, LINE);
  const tab = host.tabNamed(LOG_TAB);
  tab.put(
    3,
    1,
    Array.from({ length: 1500 }, () => ['old']),
  );
  log(host, { ...LINE, run: 'r2' });
  expect(tab.grid()).toHaveLength(1001);
  expect([tab.grid()[1]![2], tab.grid()[2]![2]]).toEqual(['r2', 'r1']);
});

test('a tab of somebody else with that name is left alone', () => {
  const host = fakeHost();
  host.file.addTab('TT x');
  host.tabNamed('TT x').put(1, 1, [['my list'], ['7']]);
  const tab = ownTab(host.file, 'TT x', ['a', 'b']);
  expect(host.tabNamed('TT x').grid()).toEqual([['my list'], ['7']]);
  expect(host.tabNamed('TT x 2').grid()).toEqual([['a', 'b']]);
  expect(findOwnTab(host.file, 'TT x', ['a', 'b'])!.id).toBe(tab.id);
  expect(findOwnTab(host.file, 'TT y', ['a', 'b'])).toBeNull();
});
