/** Lines of `TT changes`: read back as they were, in parts where they are long, and missed where one is gone. */
import type { WriteRecordLine } from '../../../../src/addon/sheet/record/record-lines';
import {
  appendWriteRecord,
  CHANGES_TAB,
  type RecordPlace,
  readWriteRecord,
  trimWriteRecord,
} from '../../../../src/addon/sheet/record/write-record';
import { type FakeHost, fakeHost, START } from '../../../support/fake-host';
import { recordLine } from '../../../support/write-record-line';

const none = (run: string): RecordPlace => ({ run, recordTab: 0, lines: 0 });
const append = (host: FakeHost, place: RecordPlace, lines: WriteRecordLine[]) =>
  appendWriteRecord(host.file, place, 11, START, lines);

const before = {
  current_id: { value: '720575941234567890' },
  share: { value: 0.25, format: '0.00%' },
  proofread: { value: true },
  as_of: { value: new Date(Date.UTC(2026, 0, 2)) },
  note: { value: 3, formula: "='x'!A1" },
  text: { value: 'see "it"', links: [['https://a.example/?q="', 4, 8] as [string, number, number]] },
};
const after = { current_id: '#TT BUSY: "wait"', share: '', proofread: false, as_of: 1, note: "'=x" };

const recordIn = (host: FakeHost, of: RecordPlace) => {
  const { lines, place } = readWriteRecord(host.file, of);
  return { lines: lines.all(), place };
};

test('values, formulas, formats and dates are read back as they were, of the one run', () => {
  const host = fakeHost();
  const mine = recordLine('11 12', {
    before,
    after,
    mark: ['a:b', 'c:d'],
    beside: { notes: { value: 'n' } },
  });
  const place = append(host, none('r1'), [mine]);
  host.counts.clear();
  const others = [
    recordLine('=13', { state: 'again', row: 2 }),
    recordLine('14', { state: 'planned', row: 0 }),
  ];
  const other = append(host, none('r2'), others);
  expect(host.counts.of('setValues')).toBe(1);
  expect(recordIn(host, place)).toEqual({ lines: [mine], place });
  expect(readWriteRecord(host.file, other).lines.all()).toEqual(others);
  expect(host.tabNamed(CHANGES_TAB).grid()[1]!.slice(0, 3)).toEqual(['r1', '2026-06-20 12:00:00', '11']);
});

test('an old text near 50,000 characters goes on in further lines', () => {
  const host = fakeHost();
  const long = recordLine('1', {
    before: { a: { value: 'x"'.repeat(24_990) }, b: { value: 'y' } },
    after: { a: 'z'.repeat(49_999) },
  });
  const place = append(host, none('r1'), [long, recordLine('2')]);
  for (const row of host.tabNamed(CHANGES_TAB).grid()) {
    for (const cell of row) expect(String(cell).length).toBeLessThanOrEqual(40_000);
  }
  expect(host.tabNamed(CHANGES_TAB).grid().length).toBeGreaterThan(3);
  expect(recordIn(host, place)).toEqual({ lines: [long, recordLine('2')], place });
});

test('sorted by somebody, the lines are read in their order', () => {
  const host = fakeHost();
  const lines = ['3', '1', '2'].map((id) => recordLine(id));
  const place = append(host, none('r1'), lines);
  host.tabNamed(CHANGES_TAB).cells.splice(1, 3, ...host.tabNamed(CHANGES_TAB).cells.slice(1).reverse());
  expect(readWriteRecord(host.file, place).lines.all()).toEqual(lines);
});

test('lines that a killed step wrote are more than its job knows of', () => {
  const host = fakeHost();
  const place = append(host, none('r1'), [recordLine('1'), recordLine('2')]);
  expect(readWriteRecord(host.file, { ...place, lines: 1 }).place).toEqual(place);
  expect(readWriteRecord(host.file, none('r1')).place).toEqual(place);
});

test.each<[string, (host: FakeHost) => void]>([
  ['the tab', (host) => void Object.assign(host.file, { tabById: () => null })],
  ['a line', (host) => void host.tabNamed(CHANGES_TAB).cells.splice(2, 1)],
  ['the last line', (host) => void host.tabNamed(CHANGES_TAB).cells.splice(3, 1)],
  ['what a cell says', (host) => host.tabNamed(CHANGES_TAB).put(2, 7, [['{not JSON']])],
])('%s is gone: said in words', (_what, spoil) => {
  const host = fakeHost();
  const place = append(host, none('r1'), [recordLine('1', { before }), recordLine('2'), recordLine('3')]);
  spoil(host);
  expect(() => readWriteRecord(host.file, place)).toThrow(/TT changes.*was deleted or changed/);
});

test('lines that do not arrive stop the run', () => {
  const host = fakeHost();
  const place = append(host, none('r1'), [recordLine('1')]);
  host.world.beforeCall = (method, tab) => {
    if (method === 'values' && tab.called === CHANGES_TAB) tab.cells.splice(1, 1);
  };
  expect(() => append(host, place, [recordLine('2')])).toThrow('was deleted or changed');
});

test('nothing to note, no tab', () => {
  const host = fakeHost();
  expect(append(host, none('r1'), [])).toEqual(none('r1'));
  expect(host.file.tabs()).toHaveLength(1);
  expect(readWriteRecord(host.file, none('r1')).lines.all()).toEqual([]);
  trimWriteRecord(host.file, new Set());
});

test('only the newest 40,000 lines stay, and those of unfinished runs', () => {
  const host = fakeHost();
  append(host, none('r1'), [recordLine('1')]);
  const tab = host.tabNamed(CHANGES_TAB);
  tab.put(
    3,
    1,
    Array.from({ length: 40_004 }, (_r, i) => [i < 3 ? 'r2' : 'r3', '', '', String(i)]),
  );
  trimWriteRecord(host.file, new Set(['r3']));
  expect([tab.grid().length, tab.grid()[1]![3]]).toEqual([40_002, '3']);
  trimWriteRecord(host.file, new Set());
  expect(tab.grid()).toHaveLength(40_001);
});
