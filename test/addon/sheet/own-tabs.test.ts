/** The add-on's own tabs: what each line holds, in what order, how many are kept, and in how many calls. */

import { appendRows, ownTab, prependRows } from '../../../src/addon/sheet/own-tabs';
import { LOG_TAB, log } from '../../../src/addon/sheet/run-log';
import {
  appendWriteRecord,
  CHANGES_TAB,
  readWriteRecord,
  trimWriteRecord,
} from '../../../src/addon/sheet/write-record';
import { fakeHost, ME, START } from '../../support/fake-host';

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
  const made = host.tabNamed('TT x');
  expect(made.grid()).toEqual([['a', 'b']]);
  expect([made.frozen, [...made.bold]]).toEqual([1, ['A1', 'B1']]);
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

describe('changes', () => {
  const before = { current_id: '720575941234567890', share: 0.25, proofread: true, note: "'=x" };
  const after = { current_id: '#TT BUSY: "wait"', share: '', proofread: false };

  test('are read back as they were, of the one run, in one write and one read', () => {
    const host = fakeHost();
    appendWriteRecord(host.file, 'r1', 11, START, [{ id: '11 12', copy: 0, state: 'done', before, after }]);
    host.counts.clear();
    appendWriteRecord(host.file, 'r2', 11, START, [
      { id: '=13', copy: 1, state: 'again', before, after },
      { id: '14', copy: 0, state: 'planned', before: {}, after: {} },
    ]);
    expect(host.counts.of('setValues')).toBe(1);
    host.counts.clear();
    expect(readWriteRecord(host.file, 'r1', true)).toEqual([
      { id: '11 12', copy: 0, state: 'done', before, after },
    ]);
    expect(host.counts.of('values')).toBe(1);
    expect(readWriteRecord(host.file, 'r2', false)).toEqual([
      { id: '=13', copy: 1, state: 'again', before: {}, after: {} },
      { id: '14', copy: 0, state: 'planned', before: {}, after: {} },
    ]);
    expect(host.tabNamed(CHANGES_TAB).grid()[1]!.slice(0, 3)).toEqual(['r1', '2026-06-20 12:00:00', '11']);
  });

  test('no changes, no tab', () => {
    const host = fakeHost();
    appendWriteRecord(host.file, 'r1', 11, START, []);
    expect(host.file.tabs()).toHaveLength(1);
    expect(readWriteRecord(host.file, 'r1', true)).toEqual([]);
    trimWriteRecord(host.file);
  });

  test('a line that somebody damaged holds nothing, and breaks nothing', () => {
    const host = fakeHost();
    appendWriteRecord(host.file, 'r1', 11, START, [{ id: '11', copy: 0, state: 'done', before, after }]);
    host.tabNamed(CHANGES_TAB).put(2, 7, [['{not JSON', '']]);
    expect(readWriteRecord(host.file, 'r1', true)).toEqual([
      { id: '11', copy: 0, state: 'done', before: {}, after: {} },
    ]);
  });

  test('a date that stood in a replaced cell is a date again', () => {
    const host = fakeHost();
    const held = { as_of: new Date(Date.UTC(2026, 0, 2)) };
    appendWriteRecord(host.file, 'r1', 11, START, [
      { id: '11', copy: 0, state: 'done', before: held, after },
    ]);
    expect(readWriteRecord(host.file, 'r1', true)[0]!.before).toEqual(held);
  });

  test('only the newest 20,000 lines stay', () => {
    const host = fakeHost();
    appendWriteRecord(host.file, 'r1', 11, START, [
      { id: '1', copy: 0, state: 'done', before: {}, after: {} },
    ]);
    const tab = host.tabNamed(CHANGES_TAB);
    tab.put(
      3,
      1,
      Array.from({ length: 20_004 }, (_r, i) => ['r2', '', '', String(i)]),
    );
    trimWriteRecord(host.file);
    expect([tab.grid().length, tab.grid()[0]![0], tab.grid()[1]![3]]).toEqual([20_001, 'run', '4']);
  });
});
