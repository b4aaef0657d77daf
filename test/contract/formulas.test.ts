/** Formulas of the built bundle against the published BANC examples that the sandbox holds. */
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
beforeAll(() => {
  bench = workbench();
});
beforeEach(() => {
  bench.grid.clear({ row: 1, column: 1, rows: 200, columns: 20 }, { contents: true, formats: true });
});

const STALE = ['720575941473274509', '720575941524660200', '720575941565377335'];
const CURRENT = ['720575941441350235', '720575941519923628', '720575941703820762'];

describe('TT_CURRENT_ID', () => {
  test('one cell gives one id', () => {
    bench.put(2, 1, [[`'${STALE[0]}`]]);
    expect(bench.formula(2, 2, '=TT_CURRENT_ID(A2)')).toBe(CURRENT[0]);
  });

  test('a range gives a row for each, blanks blank, damaged cells their reason', () => {
    bench.put(2, 1, [[`'${STALE[0]}`], [''], [720575941524660200], ['abc'], [`'${STALE[2]}`]]);
    bench.formula(2, 2, '=TT_CURRENT_ID(A2:A6)');
    const shown = bench.shown(2, 2, 5, 1).flat();
    expect(shown[0]).toBe(CURRENT[0]);
    expect(shown[1]).toBe('');
    expect(shown[2]).toMatch(/^#TT ROUNDED: .*plain text/);
    expect(shown[3]).toBe('#TT ID: "abc" is not a segment id');
    expect(shown[4]).toBe(CURRENT[2]);
  });

  test('with include_ratio the exact published share', () => {
    bench.put(2, 1, [[`'${STALE[0]}`]]);
    bench.formula(2, 2, '=TT_CURRENT_ID(A2, TRUE)');
    expect(bench.grid.values({ row: 2, column: 2, rows: 1, columns: 2 })).toEqual([
      [CURRENT[0], 0.9747508490618563],
    ]);
  });

  test('with full_list all candidates, best first', () => {
    bench.put(2, 1, [[`'${STALE[0]}`]]);
    bench.formula(2, 2, '=TT_CURRENT_ID(A2, TRUE, TRUE)');
    expect(bench.grid.values({ row: 2, column: 2, rows: 1, columns: 10 })[0]).toEqual([
      CURRENT[0],
      0.9747508490618563,
      '720575941560423027',
      0.008444221739695265,
      '720575941521525579',
      0.007154390067368187,
      '720575941488792551',
      0.007005920234582336,
      '720575941504192535',
      0.002644618896497968,
    ]);
  });
});

test('TT_IS_CURRENT answers the published freshness', () => {
  const ids = [
    '720575940379940739',
    '720575941535667946',
    '720575941539599858',
    '720575940380068115',
    '720575941609391725',
    '720575940380207581',
  ];
  bench.put(
    2,
    1,
    ids.map((id) => [`'${id}`]),
  );
  bench.formula(2, 2, '=TT_IS_CURRENT(A2:A)');
  expect(bench.grid.values({ row: 2, column: 2, rows: 6, columns: 1 }).flat()).toEqual([
    false,
    true,
    true,
    false,
    true,
    false,
  ]);
});
