/** Exact successors as a column: by the rows of a step, and as pages of the companion give them, the same. */
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { exactJob } from '../../../src/tools/jobs/exact';
import { jobRowOf } from '../../../src/tools/jobs/tool-rows';
import { heavyBench } from '../heavy/support';

const HEADERS = ['current_id', 'share'];
const RUN = { headers: HEADERS, options: {}, written: () => ({}) };

test('every row as the truth has it; what has no clear successor is refused, with its share', async () => {
  const cave = await heavyBench();
  const { truth } = cave.sandbox;
  const small = (id: string) => truth.supervoxelCount(id) < 3000;
  const ids = [...truth.sampleStale(200).filter(small).slice(0, 40), ...truth.sampleCurrent(3)];
  const unclear = ids.filter((id) => truth.candidates(id)[0]!.share < 0.7);
  expect(unclear.length).toBeGreaterThan(0);
  const rows = ids.map((id) => ({ key: id, text: id, anchor: undefined }));
  const found = cave.run(exactJob.answer(rows, RUN, cave.ctx()));
  const codeOrCell = (cell: unknown) => (cell instanceof TtError ? cell.code : cell);
  expect(ids.map((id) => HEADERS.map((header) => codeOrCell(found.get(id)![header])))).toEqual(
    ids.map((id) => {
      const [best] = truth.candidates(id);
      return [best!.share < 0.7 ? 'AMBIGUOUS' : best!.id, expect.closeTo(best!.share, 12)];
    }),
  );
  const handed = exactJob.handsOver!({});
  const pages = cave.run(handed.tool.answer(ids as Id[], handed.args, cave.ctx()));
  expect(ids.map((id) => jobRowOf(pages.get(id as Id)!, handed, HEADERS))).toEqual(
    ids.map((id) => found.get(id)),
  );
});

test('an error stands under the first header', async () => {
  const cave = await heavyBench();
  const key = '720575940000000001';
  const found = cave.run(exactJob.answer([{ key, text: key, anchor: undefined }], RUN, cave.ctx()));
  expect(found.get(key)).toEqual({ current_id: expect.objectContaining({ code: 'ID' }) });
});
