/** The report as a store: what is new, what was seen, and what people do to the tab. */
import type { RowChange } from '../../../src/addon/changes/change';
import { changesView, markSeen } from '../../../src/addon/changes/changes-view';
import {
  endLines,
  REPORT_TAB,
  type ReportedRun,
  unseenLines,
  writeReport,
} from '../../../src/addon/changes/report';
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
const run = (id: string, more: Partial<ReportedRun> = {}): ReportedRun => ({
  id,
  tab: host.tab,
  header: 'root_id',
  letter: 'C',
  datastack: 'brain_and_nerve_cord',
  links: '',
  ...more,
});
const report = () => host.file.tabByName(REPORT_TAB)!;
const column = (name: string) => report().values(1, 1, 1, 16)[0]!.indexOf(name) + 1;

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
  writeReport(host, run('a', { header: '=1+1' }), [
    change(10, { note: '=HYPERLINK("x")' }),
    ...Array.from({ length: 400 }, (_, i) => change(1000 + i)),
  ]);
  const [first] = unseenLines(host).filter(({ id }) => id === '720575940000000010');
  expect(first).toMatchObject({ column: '=1+1', note: '=HYPERLINK("x")' });
  const view = changesView(host);
  expect([view.count, view.groups.flatMap(({ entries }) => entries).length]).toEqual([401, 300]);
});

test('each line leads to its row, found by its id, and to what was and what is', () => {
  const links = 'https://v/#!100000000000000001+100000000000000002';
  writeReport(host, run('a', { links }), [change(10), change(11, { kind: 'ambiguous', from: '', to: '' })]);
  const other = host.file.addTab("Ada's");
  writeReport(host, run('b', { tab: other }), [change(12)]);
  const formulas = (name: string) => report().formulas(2, column(name), 3, 1).flat();
  expect(formulas('before_after')).toEqual([
    '',
    '',
    `=HYPERLINK("https://v/#!${change(10).from}+${change(10).to}";"before red, after cyan")`,
  ]);
  const [ada, , first] = formulas('row');
  expect(first).toContain('MATCH("*"&D3&"*";');
  expect(first).toContain('!C:C;0)');
  expect(ada).toContain("'Ada''s'!C:C");
  expect(ada).toContain(`"#gid=${other.id}&range="`);
  // New lines do not take the header's look.
  expect(report().bolds(1, 1, 2, 1)).toEqual([[true], [false]]);
});

test('what a run that was undone had found is no longer new', () => {
  writeReport(host, run('a'), [change(10)]);
  writeReport(host, run('b'), [change(11)]);
  endLines(host, ({ run: id }) => id === 'b', 'undone');
  expect(unseenLines(host).map(({ run: id }) => id)).toEqual(['a']);
  expect(report().values(2, column('seen'), 1, 1)[0]![0]).toMatch(/^undone 2026/);
});

test('somebody else’s tab of that name is not taken for the list', () => {
  host.file.addTab(REPORT_TAB).setValues(1, 1, [['my report'], ['split']]);
  writeReport(host, run('a'), [change(10)]);
  expect(unseenLines(host)).toHaveLength(1);
  expect(host.file.tabByName(`${REPORT_TAB} 2`)).not.toBeNull();
});

test.each([
  ['the tab is deleted', () => host.file.tabs().splice(1, 1), 0],
  ['a line is rewritten', () => report().setValues(2, column('what'), [['mine']]), 1],
  ['all lines are deleted', () => report().deleteRows(2, 2), 0],
])('%s: nothing fails', (_name, act, left) => {
  writeReport(host, run('a'), [change(10), change(11)]);
  act();
  expect(changesView(host).count).toBe(left);
  expect(markSeen(host, '9')).toMatchObject({ count: 0 });
});

test('a header that was renamed is said, not read as nothing new', () => {
  writeReport(host, run('a'), [change(10)]);
  report().setValues(1, column('what'), [['kind']]);
  expect(() => changesView(host)).toThrow(/"what" is not in its column of the tab TT report/);
});

test('without a report there is nothing to see', () => {
  expect(changesView(host)).toEqual({ count: 0, since: '', until: '', groups: [] });
});

test('what stands there of a run is not written again; what it found since is', () => {
  writeReport(host, run('a'), [change(10), change(11)]);
  writeReport(host, run('a'), [change(10), change(11), change(12)]);
  writeReport(host, run('b'), [change(10)]);
  expect(unseenLines(host).map(({ run: id, id: row }) => `${id} ${row.slice(-2)}`)).toEqual([
    'b 10',
    'a 12',
    'a 10',
    'a 11',
  ]);
});
