/** 3,002 FlyWire neurons added to the sandbox as a person would add their own; the published ones where at hand. */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';
import { flywireTable } from '../support/flywire-table';
import { publishedText } from '../support/shared-data';

const published = publishedText('ids/flywire-neurons.tsv');
const TABLES: [title: string, tsv: string][] = [
  ['a table on FlyWire’s grid', flywireTable()],
  ...(published === null ? [] : [['extra: the published table', published] as [string, string]]),
];

describe.each(TABLES)('%s', (_title, tsv) => {
  const [header, ...lines] = tsv.trimEnd().split('\n');
  const columns = header!.split('\t');
  const rows = lines.map((line) => Object.fromEntries(line.split('\t').map((cell, i) => [columns[i], cell])));
  let bench: Workbench;
  beforeAll(() => {
    bench = workbench({ ids: [{ name: 'flywire-neurons.tsv', tsv }] });
    bench.call('saveSettings', [{ datastack: 'flywire_fafb_production' }]);
  });

  test('all ids are current, in one request, and their supervoxels lead to them', () => {
    bench.grid.insertRows(bench.grid.maxRows, 2100);
    fillTab(
      bench,
      rows.map((row) => row.root_id!),
    );
    bench.put(
      2,
      4,
      rows.map((row) => [`'${row.supervoxel_id}`]),
    );
    bench.requests();
    bench.formula(2, 5, '=TT_IS_CURRENT(A2:A3003)');
    expect(bench.requests()).toBe(1);
    bench.formula(2, 6, '=TT_ID_FROM_SUPERVOXEL(D2:D3003)');
    expect(bench.requests()).toBe(1);
    const shown = bench.grid.values({ row: 2, column: 5, rows: rows.length, columns: 2 });
    expect(shown.filter(([current]) => current !== true)).toEqual([]);
    expect(shown.map(([, root]) => root)).toEqual(rows.map((row) => row.root_id));
  });

  test('details of the first two hundred, duplicated ids on each of their rows', () => {
    bench.grid.clear({ row: 1, column: 1, rows: bench.grid.maxRows, columns: 10 }, { contents: true });
    const some = rows.slice(0, 200);
    fillTab(
      bench,
      some.map((row) => row.root_id!),
    );
    const headers = ['current_id', 'volume_um3', 'point'];
    const job = drive(
      bench,
      bench.call('startJob', [plan(bench, { headers, datastack: 'flywire_fafb_production' })]).id,
    );
    expect(job).toMatchObject({ state: 'done', failures: [] });
    const written = bench.shown(2, 3, some.length, 3);
    written.forEach(([id, volume, point], i) => {
      expect(id).toBe(some[i]!.root_id);
      expect(Number(volume)).toBeGreaterThan(0);
      expect(point).toMatch(/^[0-9]+, [0-9]+, [0-9]+$/);
    });
  });
});
