/** Root ids in filters that were not current at a version: named, where no row would say why it is missing. */
import { errorOf, NOW, testEnvironment } from '../../support/sandbox-driver';
import { tableOf } from '../support';

const cave = testEnvironment();
const { truth } = cave.sandbox;
const newest = truth.versions.at(-1)!;
const [first] = tableOf(cave, 'TT_TABLE', ['cell_info', undefined, 'pt_root_id', 1]).slice(1) as [string[]];
const current = first[0]!;
const stale = truth.sampleStale(50).filter((id) => !truth.isLatest(id, undefined, newest.time));
const ask = (ids: readonly string[], columns: string, as_of?: string) =>
  tableOf(cave, 'TT_TABLE', ['cell_info', [['pt_root_id', 'in', ...ids]], columns, undefined, as_of]);
const words = expect.stringMatching(
  new RegExp(`^INPUT: ${stale[0]}: not current at version ${newest.version}, so without rows`),
);

test('a stale id beside a current one: its rows, and a last line', () => {
  const rows = ask([current, stale[0]!], 'pt_root_id');
  expect(rows.slice(0, 2)).toEqual([['pt_root_id'], [current]]);
  expect(rows.at(-1)).toEqual([words]);
  expect(ask([current], 'pt_root_id').at(-1)).toEqual([current]);
});

test('stale ids alone are no empty table, and no count of 0', () => {
  expect(ask([stale[0]!], 'id')).toEqual([['id'], [words]]);
  expect(errorOf(() => ask([stale[0]!], 'count'))).toMatchObject({ code: 'INPUT' });
  expect(ask(stale.slice(0, 5), 'id').at(-1)![0]).toMatch(/ and 2 more: not current/);
});

test('of a live table the server says it', () => {
  expect(NOW).toBeGreaterThan(newest.time);
  expect(ask([stale[0]!], 'id', 'live').at(-1)![0]).toMatch(/not current at this time/);
});
