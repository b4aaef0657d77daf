/** Addresses that UrlFetchApp would refuse, with the whole batch they are in: a sentence for their cell alone. */
import { workbench } from '../../workbench/addon/workbench';

test('a name that makes an address too long is refused in words, not as a failing server', () => {
  const bench = workbench();
  bench.grid.write({ row: 2, column: 1, rows: 1, columns: 1 }, [['=REPT("x", 2500)']]);
  expect(bench.formula(2, 2, '=TT_TABLE_INFO(A2)')).toMatch(/^#TT BIG: .*too large for CAVE/);
  expect(bench.formula(3, 2, '=TT_TABLE_INFO("cell_info")')).not.toMatch(/^#TT/);
});
