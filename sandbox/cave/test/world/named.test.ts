/** Anyone's own table of ids becomes part of the world. */
import { flywireTable } from '../../../../test/support/flywire-table';
import { publishedText } from '../../../../test/support/shared-data';
import { parseIds } from '../../src/world/named';
import { ask, field, fresh, good, jsonOf } from '../ask';

const SMALL = [
  'root_id\tx\ty\tz\tcell_type\tside',
  '720575941123456789\t120000\t110000\t3000\tDNa02\tL',
  '720575941123456790\t121000\t110500\t3010\t\tR',
  'not an id\t1\t2\t3\tx\ty',
].join('\r\n');

test('columns and rows are read; what is no id is left out', () => {
  const table = parseIds('small.tsv', SMALL);
  expect(table.header).toEqual(['cell_type', 'side']);
  expect(table.rows.length).toBe(2);
  expect(table.rows[0]).toEqual({
    line: 2,
    root: '720575941123456789',
    supervoxel: null,
    position: [120000, 110000, 3000],
    columns: { cell_type: 'DNa02', side: 'L' },
  });
  expect(() => parseIds('x.tsv', 'id\n1')).toThrow('x.tsv: no column root_id');
});

test('without supervoxels the ids go to BANC, current, with a table of their own columns', () => {
  const sandbox = fresh({ ids: [{ name: 'small.tsv', tsv: SMALL }] });
  expect(sandbox.truth.isLatest('720575941123456790')).toBe(true);
  const path = '/materialize/api/v3/datastack/brain_and_nerve_cord/version/902/table/cell_info/query';
  const rows = jsonOf(
    ask(sandbox, `${path}?return_pyarrow=false&direct_sql_pandas=true`, {
      body: '{"filter_in_dict":{"cell_info":{"pt_root_id":[720575941123456789,720575941123456790]}}}',
    }),
  ) as unknown as Record<string, unknown>[];
  expect(rows.map((row) => [row.pt_root_id, row.cell_type, row.side])).toEqual([
    ['720575941123456789', 'DNa02', 'L'],
    ['720575941123456790', null, 'R'],
  ]);
});

const publishedTable = publishedText('ids/flywire-neurons.tsv');
const TABLES: [title: string, tsv: string][] = [
  ['3,002 profiles on FlyWire’s grid', flywireTable()],
  ...(publishedTable === null
    ? []
    : [['extra: the 3,002 published ones', publishedTable] as [string, string]]),
];

describe.each(TABLES)('%s', (_title, tsv) => {
  const STACK = 'flywire_fafb_production';
  const { rows } = parseIds('flywire-neurons.tsv', tsv);
  const sandbox = fresh({ ids: [{ name: 'flywire-neurons.tsv', tsv }] });

  test('the grid of the ids finds their datastack, and every tenth supervoxel its root', () => {
    for (const row of rows.filter((_, i) => i % 10 === 0)) {
      expect(sandbox.truth.rootOfSupervoxel(row.supervoxel!, STACK)).toBe(row.root);
      expect(sandbox.truth.isLatest(row.root, STACK)).toBe(true);
    }
  });

  test('rows with one root are profiles of one neuron', () => {
    const twice = rows.filter((row) => rows.filter((other) => other.root === row.root).length > 1);
    expect(twice.length).toBe(28);
    for (const row of twice) {
      expect(sandbox.truth.supervoxels(row.root, STACK)).toContain(row.supervoxel);
    }
  });

  test('positions lie in their supervoxels', () => {
    const some = rows.slice(0, 150);
    const right = some.filter((row) => sandbox.truth.supervoxelAt(row.position!, STACK) === row.supervoxel);
    expect(right.length).toBeGreaterThan(145);
  });

  test('an edit at run time makes one of them stale, with a successor', () => {
    const { root } = rows[7]!;
    const edit = sandbox.edit({ kind: 'split', datastack: STACK, root, share: 0.8 });
    expect(sandbox.truth.isLatest(root, STACK)).toBe(false);
    const body = `{"node_ids":[${root},${edit.after[0]}]}`;
    const answer = good(sandbox, '/segmentation/api/v1/table/fly_v31/is_latest_roots', { body });
    expect(field(answer, 'is_latest')).toEqual([false, true]);
    expect(edit.after).toContain(sandbox.truth.candidates(root, STACK)[0]!.id);
  });

  test('its own columns are the cell table, one row a profile', () => {
    const path = `/materialize/api/v3/datastack/${STACK}/version/902/table/neuron_information_v2`;
    expect(good(sandbox, `${path.replace('v3', 'v2')}/count`)).toBe(rows.length);
    const [row] = good(sandbox, `${path}/query?return_pyarrow=false&direct_sql_pandas=true`, {
      body: '{"limit":1}',
    }) as unknown as Record<string, unknown>[];
    expect(row).toMatchObject({ pt_root_id: rows[0]!.root, super_class: rows[0]!.columns.super_class });
  });
});
