/** Undo gives links and formats back in every row, also in those that the first step of a run did not reach. */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { workbench } from '../../workbench/addon/workbench';

/** The first step takes 100 ids. */
const ROWS = 130;

test(`${ROWS} filled rows: links behind texts and formats are as they were, in the first step’s rows and in later ones`, () => {
  const bench = workbench();
  const { grid } = bench;
  fillTab(bench, bench.cave.truth.sampleCurrent(ROWS));
  const column = { row: 2, column: 2, rows: ROWS, columns: 1 };
  bench.put(1, 2, [['current_id']]);
  grid.write(
    column,
    Array.from({ length: ROWS }, (_x, i) => [`old ${i}`]),
  );
  const linked = [5, 120];
  for (const row of linked)
    grid.setRichText(row, 2, `old ${row - 2}`, [{ start: 0, end: 3, url: `https://a.example/${row}` }]);
  const formatted = [6, 121];
  for (const row of formatted) grid.setNumberFormats({ row, column: 2, rows: 1, columns: 1 }, [['0.0']]);
  const looks = () =>
    [...linked, ...formatted].map((row) => {
      const { value, links, numberFormat } = grid.view(row, 2);
      return [row, value, links.map(({ start, end, url }) => [start, end, url]), numberFormat];
    });
  const before = looks();
  const { id } = bench.call('startJob', [plan(bench, { kind: 'current', headers: ['current_id'] })]);
  expect(drive(bench, id)).toMatchObject({ state: 'done', done: ROWS, changed: ROWS });
  expect(looks()).not.toEqual(before);
  bench.call('undo', [id]);
  expect(looks()).toEqual(before);
});
