/** One formula in the place of many: service calls, killed runs, what is told apart. The bundle's: test/contract/join. */
import { formulasView } from '../../../src/addon/formulas/formulas-view';
import { joinFormulas } from '../../../src/addon/formulas/join';
import { undoRun } from '../../../src/addon/jobs/undo';
import { type FakeHost, fakeHost } from '../../support/fake-host';

const sheet = (rows: number, formula = (row: number) => `=TT_IS_CURRENT(A${row})`): FakeHost => {
  const host = fakeHost();
  host.tab.put(1, 1, [['root_id', 'is current']]);
  host.tab.put(
    2,
    1,
    Array.from({ length: rows }, (_x, i) => [String(720575940000000000n + BigInt(i)), formula(i + 2)]),
  );
  return host;
};
const offers = (host: FakeHost) => formulasView(host).tabs.flatMap(({ joinable }) => joinable);
const formulas = (host: FakeHost, rows: number) =>
  Array.from({ length: rows }, (_x, i) => host.tab.formulaAt(i + 2, 2));
const writes = (host: FakeHost) => host.counts.of('setValues');

test('as many writes for 2,000 rows as for 2, also for Undo', () => {
  const counts = [2, 2000].map((rows) => {
    const host = sheet(rows);
    const typed = formulas(host, rows);
    host.counts.clear();
    expect(joinFormulas(host, host.tab.id, offers(host)[0]!)).toMatchObject({ kind: 'join', state: 'done' });
    expect(formulas(host, rows)).toEqual([
      `=TT_IS_CURRENT(A2:A${rows + 1})`,
      ...new Array<string>(rows - 1).fill(''),
    ]);
    const joined = writes(host);
    expect(undoRun(host)).toMatchObject({ restored: rows, left: 0 });
    expect(formulas(host, rows)).toEqual(typed);
    return [joined, writes(host)];
  });
  expect(counts[1]).toEqual(counts[0]);
});

test.each([true, false])('killed at the write, done %s: Undo leaves every formula as it was', (isDone) => {
  const host = sheet(5);
  const typed = formulas(host, 5);
  const seen = offers(host)[0]!;
  host.world.beforeCall = (method, tab) => {
    if (tab !== host.tab || method !== 'setValues') return;
    host.world.beforeCall = null;
    if (isDone) tab.setValues(2, 2, [[seen.joined], ...new Array<string[]>(4).fill([''])]);
    throw new Error('killed');
  };
  expect(() => joinFormulas(host, host.tab.id, seen)).toThrow('killed');
  expect(undoRun(host).restored).toBe(isDone ? 5 : 0);
  expect(formulas(host, 5)).toEqual(typed);
});

test('a run ends where function, column, options or the row of the cell differ', () => {
  const host = sheet(10, (row) => {
    if (row < 4) return `=TT_IS_CURRENT(A${row})`;
    if (row < 6) return `=TT_IS_CURRENT(B${row})`;
    if (row < 8) return `=TT_IS_CURRENT(A${row},"banc")`;
    return row < 10 ? `=TT_IS_CURRENT(A${row},"A${row}")` : `=TT_IS_CURRENT(A${row - 1})`;
  });
  expect(offers(host).map(({ a1, joined }) => [a1, joined])).toEqual([
    ['B2:B3', '=TT_IS_CURRENT(A2:A3)'],
    ['B4:B5', '=TT_IS_CURRENT(B4:B5)'],
    ['B6:B7', '=TT_IS_CURRENT(A6:A7,"banc")'],
  ]);
});

test.each([
  [',TRUE', false],
  [',FALSE', true],
  [';;"banc"', true],
  [',FALSE,"banc"', true],
  [', "TRUE"', false],
])('TT_DETAILS with %s', (options, isOffered) => {
  const host = sheet(2, (row) => `=TT_DETAILS(A${row}${options})`);
  expect(offers(host)[0]!.refusal === '').toBe(isOffered);
});

test('what may need a filled cell, or is still loading, is refused with that cell', () => {
  const host = sheet(3);
  host.tab.cells[2]![1]!.value = 'Loading...';
  expect(offers(host)[0]!.refusal).toBe('B3 is still loading');
  host.tab.cells[2]![1]!.value = '#REF!';
  expect(offers(host)[0]!.refusal).toBe('the answer of B3 would cover filled cells beside it');
});
