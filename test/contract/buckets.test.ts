/** TT_BUCKET_LIST in a cell of the built bundle: what anybody sees, and no sign-in of anybody. */
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
beforeAll(() => {
  bench = workbench({ stores: true });
  const google = bench.cave.stores.bucket('storage.googleapis.com', 'open-lab', { listed: true });
  for (const name of ['v/info', 'v/mesh/1:0', 'v/mesh/=SUM(1)']) google.put(name, Uint8Array.of(1, 2, 3));
  bench.cave.stores.bucket('storage.googleapis.com', 'shut-lab', { open: false }).put('a', Uint8Array.of(1));
});

const cells = (formula: string, rows = 4) => {
  bench.grid.clear({ row: 10, column: 1, rows: 50, columns: 12 }, { contents: true });
  bench.formula(10, 1, formula);
  return bench.grid.values({ row: 10, column: 1, rows, columns: 4 });
};

test('a level of a folder, and all of it', () => {
  expect(cells('=TT_BUCKET_LIST("gs://open-lab/v")', 3)).toEqual([
    ['name', 'bytes', 'updated', 'encoding'],
    ['mesh/', '', '', ''],
    ['info', 3, expect.any(Date), 'none'],
  ]);
  expect(cells('=TT_BUCKET_LIST("gs://open-lab/v/", TRUE)').map(([name]) => name)).toEqual([
    'name',
    'info',
    'mesh/1:0',
    'mesh/=SUM(1)',
  ]);
});

test.each([
  ['gs://shut-lab', /#TT PERMISSION: .*is not public, and nobody is signed in here/],
  ['gs://nowhere-lab', /#TT (?:NONE|PERMISSION): /],
  ['gs://open-lab/none', /#TT NONE: .*there is no such folder or file/],
  ['gs://open-lab/../x', /#TT INPUT: .*"\." and "\.\."/],
  ['/etc', /#TT INPUT: .*is not a path such as/],
  ['file:///etc', /#TT INPUT: .*is not a path such as/],
])('%s', (path, words) => {
  expect(String(cells(`=TT_BUCKET_LIST("${path}")`, 1)[0]![0])).toMatch(words);
});
