/** The report as a store: what is new, what was seen, and what people do to the tab. */
import type { RowChange } from '../../../src/addon/changes/change';
import { changesView, markSeen } from '../../../src/addon/changes/changes-view';
import { REPORT_TAB, unseenLines, writeReport } from '../../../src/addon/changes/report';
import { type FakeHost, fakeHost } from '../../support/fake-host';

const change = (n: number, more: Partial<RowChange> = {}): RowChange => ({
  key: `7205759400000000${n}`,
  id: `7205759400000000${n}`,
  kind: 'split',
  from: `7205759400000000${n}`,
  to: `7205759400000001${n}`,
  share: '',
  note: '1 split',
  others: [],
  ...more,
});

let host: FakeHost;
beforeEach(() => {
  host = fakeHost();
});
const run = (id: string) => ({ id, sheet: host.tab.name(), sheetId: host.tab.id, header: 'root_id' });

test('a run’s changes are listed in the order in which somebody needs to see them; ids come back as text', () => {
  writeReport(host, run('a'), [
    change(10),
    change(11, { kind: 'ambiguous', to: '', note: '63 % / 33 %' }),
    change(12, { kind: 'together', from: '', others: ['1', '2'] }),
  ]);
  expect(unseenLines(host).map(({ kind, id, note }) => [kind, id, note])).toEqual([
    ['ambiguous', '720575940000000011', '63 % / 33 %'],
    ['together', '720575940000000012', 'the same as 1, 2'],
    ['split', '720575940000000010', '1 split'],
  ]);
  const view = changesView(host);
  expect(view).toMatchObject({
    count: 3,
    groups: [{ needsSomebody: true }, { needsSomebody: true }, { needsSomebody: false }],
  });
});

test('seen goes up to what was shown: what a run found since then stays new', () => {
  writeReport(host, run('a'), [change(10)]);
  const { until } = changesView(host);
  host.advance(3_600_000);
  writeReport(host, run('b'), [change(20), change(21)]);
  expect(markSeen(host, until)).toMatchObject({ count: 2 });
  expect(unseenLines(host).map(({ run: id }) => id)).toEqual(['b', 'b']);
  expect(markSeen(host, changesView(host).until)).toMatchObject({ count: 0, groups: [] });
});

test('foreign text stays text, and at most 300 entries are sent though all are counted', () => {
  writeReport(host, { ...run('a'), header: '=1+1' }, [
    change(10, { note: '=HYPERLINK("x")' }),
    ...Array.from({ length: 400 }, (_, i) => change(1000 + i)),
  ]);
  const [first] = unseenLines(host).filter(({ id }) => id === '720575940000000010');
  expect(first).toMatchObject({ column: '=1+1', note: '=HYPERLINK("x")' });
  const view = changesView(host);
  expect([view.count, view.groups.flatMap(({ entries }) => entries).length]).toEqual([401, 300]);
});

test.each([
  ['the tab is deleted', (fake: FakeHost) => fake.file.tabs().splice(1, 1), 0],
  [
    'a header is renamed',
    (fake: FakeHost) => fake.file.tabByName(REPORT_TAB)!.setValues(1, 8, [['kind']]),
    0,
  ],
  [
    'a line is rewritten',
    (fake: FakeHost) => fake.file.tabByName(REPORT_TAB)!.setValues(2, 8, [['mine']]),
    1,
  ],
  ['all lines are deleted', (fake: FakeHost) => fake.file.tabByName(REPORT_TAB)!.deleteRows(2, 2), 0],
])('%s: nothing fails', (_name, act, left) => {
  writeReport(host, run('a'), [change(10), change(11)]);
  act(host);
  expect(changesView(host).count).toBe(left);
  expect(markSeen(host, '9')).toMatchObject({ count: 0 });
});

test('without a report there is nothing to see', () => {
  expect(changesView(host)).toEqual({ count: 0, since: '', until: '', groups: [] });
});
