/**
 * Formulas computed again, on the real bundle, while people move rows and columns at each service call, and executions
 * are killed: every formula ends in its own row, and nothing else changes.
 */
import { Kill } from '@tracer-tools/apps-script';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

const ROWS = 3;
const WIDTH = 6;

let bench: Workbench;
let ids: string[];
beforeAll(() => {
  bench = workbench();
  ids = bench.cave.truth.sampleCurrent(ROWS);
});

/** A name that nothing has costs no run of the script. */
const fill = (name = 'tt_nothing'): void => {
  const { grid } = bench;
  bench.put(
    1,
    1,
    Array.from({ length: grid.lastRow() + 2 }, () => new Array<string>(WIDTH + 4).fill('')),
  );
  bench.put(1, 1, [
    ['root_id', 'note', 'is current', 'mine'],
    ...ids.map((id, i) => [`'${id}`, `n${i}`, `=${name}(A${i + 2})`, `see tt_nothing(A${i + 2})`]),
    ['', 'below', '', 'tt_nothing('],
  ]);
  bench.book.settle();
};

/** Each filled line without blank cells; a formula in a form that tells whether it is about its own row. */
function lines(): string[] {
  const { grid } = bench;
  const found: string[] = [];
  for (let row = 1; row <= grid.lastRow(); row++) {
    const cells = grid.shown({ row, column: 1, rows: 1, columns: WIDTH })[0]!.map((text, c) => {
      const formula = grid.view(row, c + 1).formula ?? '';
      return formula === '' ? text : formula.replace(new RegExp(`\\b([A-Z]+)${row}\\b`), 'own');
    });
    const filled = cells.filter((text) => text !== '');
    if (filled.length > 0) found.push(filled.join(' | '));
  }
  return found.sort();
}

/** Lets something happen before the call with this number; whether there is one. */
function playAt(call: number, happen: () => void): boolean {
  let calls = 0;
  bench.host.hooks.beforeCall = (service) => {
    if (!/Sheet|Range|TextFinder/.test(service) || calls++ !== call) return;
    bench.host.hooks.beforeCall = undefined;
    happen();
  };
  bench.attempt('refreshAll', []);
  const was = bench.host.hooks.beforeCall === undefined;
  bench.host.hooks.beforeCall = undefined;
  bench.book.settle();
  return was;
}

test('each formula runs once more, and is spelled as before', () => {
  fill('tt_is_current');
  const before = lines();
  const ran = () => bench.host.ran.filter(({ entry }) => entry === 'cell').length;
  const start = ran();
  expect(bench.call('refreshAll', [])).toBe(ROWS);
  bench.book.settle();
  expect(ran() - start).toBe(ROWS);
  expect(lines()).toEqual(before);
  expect(before[0]).toMatch(/tt_is_current\(own\) \| see tt_nothing/);
});

test.each<[string, () => void]>([
  ['a row is inserted above', () => bench.grid.insertRows(2, 1)],
  ['a row is inserted inside', () => bench.grid.insertRows(4, 1)],
  ['rows are moved', () => bench.grid.moveRows(2, 1, 5)],
  ['a column is inserted on the left', () => bench.grid.insertColumns(2, 1)],
  ['columns are moved', () => bench.grid.moveColumns(4, 1, 3)],
])('%s, at each call: every formula is in its row, all else as it was', (_words, happen) => {
  let call = 0;
  for (; ; call++) {
    fill();
    const before = lines();
    if (!playAt(call, happen)) break;
    // A row keeps its cells, in whatever order its columns are.
    const sets = (all: string[]) => all.map((line) => line.split(' | ').sort().join(' | ')).sort();
    expect([call, sets(lines())]).toEqual([call, sets(before)]);
  }
  expect(call).toBeGreaterThan(10);
});

test('a row is deleted, at each call: the others are as they were', () => {
  for (let call = 0; ; call++) {
    fill();
    const before = lines().filter((line) => !line.includes('n1'));
    if (!playAt(call, () => bench.grid.deleteRows(3, 1))) break;
    expect([call, lines()]).toEqual([call, before]);
  }
});

test('a kill at each call: each formula is still there, and the next refresh computes it', () => {
  let halfway = 0;
  for (let call = 0; ; call++) {
    fill();
    const before = lines();
    const kill = () => {
      throw new Kill('power loss');
    };
    if (!playAt(call, kill)) break;
    if (lines().some((line) => line.includes('AGAIN_'))) {
      halfway++;
      expect(bench.attempt('freezeTab', [bench.grid.id, 'TT_AGAIN_NOTHING'])).toMatchObject({ ok: false });
    }
    expect(lines().map((line) => line.replaceAll('AGAIN_', ''))).toEqual(before);
    expect(bench.call('refreshAll', [])).toBe(ROWS);
    bench.book.settle();
    expect([call, lines()]).toEqual([call, before]);
  }
  expect(halfway).toBeGreaterThan(0);
});
