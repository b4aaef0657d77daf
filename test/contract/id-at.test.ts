/** TT_ID_AT in the built bundle: the segment at points of the sheet, read from the watershed on its bucket. */
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
beforeAll(() => {
  bench = workbench({ stores: true });
});

test('points in three columns and as one text; blank rows stay blank, bad ones say why', () => {
  const [id] = bench.cave.truth.sampleCurrent(1) as [string];
  bench.put(1, 1, [[`'${id}`]]);
  bench.formula(1, 2, '=TT_COORDS(A1)');
  const [cells] = bench.shown(1, 2, 1, 3) as [string[]];
  const at = cells.map((cell) => Number(cell.replace(/[^0-9.-]/g, '')));
  const there = bench.cave.truth.supervoxelAt(at as [number, number, number]);
  expect(there).not.toBe('0');
  bench.put(3, 1, [at, ['', '', ''], ['abc', 2, 3]]);
  bench.formula(3, 5, '=TT_ID_AT(A3:C5)');
  expect(bench.shown(3, 5, 3, 1).flat()).toEqual([id, '', expect.stringMatching(/^#TT INPUT/)]);
  expect(bench.formula(7, 5, `=TT_ID_AT("${at.join(', ')}", TRUE)`)).toBe(there);
});

test('outside the volume is a code and never an id', () => {
  expect(bench.formula(9, 5, '=TT_ID_AT("-5, 3, 2")')).toMatch(/^#TT (INPUT|UNKNOWN): /);
});
