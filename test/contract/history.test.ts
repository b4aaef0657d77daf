/** Change logs, edits, originals and edits links, from the built bundle: shapes, figures, calls for 100 ids. */
import { readLink } from '../../src/neuroglancer/link';
import { type Workbench, workbench } from '../../workbench/addon/workbench';
import { EXAMPLES } from '../support/facts';

let bench: Workbench;
beforeAll(() => {
  bench = workbench();
});

const BANC = '720575941703820762';

/** What a formula in column E spills. */
function spill(formula: string): unknown[][] {
  const { grid } = bench;
  const box = { row: 1, column: 5, rows: grid.maxRows, columns: grid.maxColumns - 4 };
  grid.clear(box, { contents: true });
  bench.formula(1, 5, formula);
  return grid.values({ row: 1, column: 5, rows: grid.lastRow(), columns: grid.lastColumn() - 4 });
}

function idsInA(ids: readonly string[]): void {
  bench.grid.clear({ row: 1, column: 1, rows: bench.grid.maxRows, columns: 1 }, { contents: true });
  bench.put(
    1,
    1,
    ids.map((id) => [`'${id}`]),
  );
  bench.requests();
}

test('the published originals, exactly', () => {
  const ids = spill(`=TT_ORIGINAL_IDS("${BANC}")`).map((row) => String(row[0]));
  expect(ids).toHaveLength(17);
  expect(ids.sort()).toEqual([...EXAMPLES.get_original_seg_ids[BANC]!].sort());
});

test('the change log: CAVE’s columns, dates, names, ids as text', () => {
  const [header, ...rows] = spill(`=TT_CHANGELOG("${BANC}")`);
  expect(header).toEqual([
    ...['operation_id', 'timestamp', 'user_id', 'before_root_ids', 'after_root_ids'],
    ...['is_merge', 'user_name', 'user_affiliation'],
  ]);
  expect(rows.length).toBe(bench.cave.truth.operations(BANC).length);
  for (const row of rows) {
    expect(row[1]).toBeInstanceOf(Date);
    expect(String(row[3])).toMatch(/^[0-9]{18}(, [0-9]{18})?$/);
    expect(typeof row[5]).toBe('boolean');
    expect(row[6]).toMatch(/[A-Z]/);
  }
});

test('edits: every operation of the history, its time and its points', () => {
  const [id] = bench.cave.truth
    .sampleCurrent(30)
    .filter((one) => bench.cave.truth.operations(one).length > 3);
  const [header, ...rows] = spill(`=TT_EDITS("${id}")`);
  const at = (row: unknown[], name: string) => row[(header as string[]).indexOf(name)];
  const history = new Map(
    bench.cave.truth.operations(id!).map((operation) => [String(operation.id), operation]),
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const operation = history.get(String(at(row, 'operation_id')))!;
    expect((at(row, 'time') as Date).getTime()).toBe(operation.time);
    expect(at(row, 'edit')).toBe(operation.kind);
    for (const name of ['x1', 'y1', 'z1', 'x2', 'y2', 'z2'])
      expect(Number.isInteger(at(row, name))).toBe(true);
  }
});

test('an edits link opens to the segment, an original and the edits', () => {
  const [[link]] = spill(`=TT_EDITS_LINK("${BANC}", TRUE)`) as [[string]];
  const state = JSON.parse(readLink(link).state) as { layers: { name: string; segments?: string[] }[] };
  expect(state.layers.map((layer) => layer.name)).toEqual(['EM', 'segmentation', 'Merges', 'Splits']);
  const [current, original] = state.layers[1]!.segments!;
  expect(current).toBe(BANC);
  expect(bench.cave.truth.originals(BANC)).toContain(original);
});

test('a segment that was never edited gets a plain link and a note', () => {
  const [original] = bench.cave.truth.originals(BANC);
  const [[link, note]] = spill(`=TT_EDITS_LINK("${original}")`) as [[string, string]];
  expect(link).toMatch(/^https:\/\/spelunker/);
  expect(note).toMatch(/never edited/);
});

test.each([
  ['TT_CHANGELOG', 101],
  ['TT_EDITS', 108],
  ['TT_ORIGINAL_IDS', 1],
])('%s for 100 ids: at most %d requests', (formula, most) => {
  const { truth } = bench.cave;
  idsInA([...truth.sampleStale(50), ...truth.sampleCurrent(50)]);
  const rows = spill(`=${formula}(A1:A100)`);
  const requests = bench.requests();
  console.log(`${formula}, 100 ids: ${requests} requests, ${rows.length} rows`);
  expect(rows.length).toBeGreaterThan(100);
  expect(requests).toBeLessThanOrEqual(most);
});

test('a damaged and an unknown id fail in their rows alone', () => {
  idsInA([BANC, '720575940600000007']);
  bench.put(3, 1, [[720575941703820800]]);
  const rows = spill('=TT_ORIGINAL_IDS(A1:A3)');
  expect(rows.filter((row) => row[0] === BANC)).toHaveLength(17);
  expect(rows.slice(17).map((row) => String(row[1]).slice(0, 11))).toEqual(['#TT UNKNOWN', '#TT ROUNDED']);
});

test('a second look asks nobody for what never changes', () => {
  bench.requests();
  spill(`=TT_ORIGINAL_IDS("${BANC}")`);
  expect(bench.requests()).toBe(0);
});
