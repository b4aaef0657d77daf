/** Every job that is handed over whole: by the rows of a step and as pages of the companion give them, the same. */
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { HEAVY } from '../../../src/tools/heavy';
import { JOBS } from '../../../src/tools/jobs';
import { jobRowOf } from '../../../src/tools/jobs/tool-rows';
import { findTool } from '../../../src/tools/registry';
import { heavyBench } from '../heavy/support';

const OPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  pictures: { destination: 'gs://tracer-volumes/pictures/jobs' },
  hits: { mesh: 'precomputed://gs://tracer-volumes/regions', mesh_id: '1' },
};
const HANDED = JOBS.filter(({ handsOver }) => handsOver);

test('these are handed over', () => {
  expect(HANDED.map(({ name }) => name)).toEqual([
    'exact',
    'triage',
    'hits',
    'contributors',
    'partners',
    'pictures',
  ]);
});

describe.each(HANDED.map((job) => [job.name, job] as const))('%s', (name, job) => {
  const options = OPTIONS[name] ?? {};
  const handed = job.handsOver!(options);
  const headers = job.outputs.map((output) => output.name);

  test('a row function of the companion answers it, with work of its own, and every header has its column', () => {
    expect(findTool('companion', handed.tool.name)).toBe(handed.tool);
    expect(HEAVY[handed.tool.name as keyof typeof HEAVY]).toHaveProperty('rows');
    expect(Object.keys(handed.headers)).toEqual(headers);
    expect(handed.tool.columns(handed.args)).toEqual(expect.arrayContaining(Object.values(handed.headers)));
    expect(job.answersOf).toEqual([handed.tool.name]);
  });

  if (['contributors', 'partners', 'pictures'].includes(name))
    test('rows of a step and of a page are equal; an error stands under the first header', async () => {
      const cave = await heavyBench();
      const ids = [...cave.sandbox.truth.sampleCurrent(4), '76919154560765265'];
      const rows = ids.map((key) => ({ key, text: key, anchor: undefined }));
      const run = { headers, options, written: () => ({}) };
      // What makes skeletons makes them before both.
      cave.run(job.answer(rows, run, cave.ctx()));
      cave.driver.sleep(1_800_000);
      const found = cave.run(job.answer(rows, run, cave.ctx()));
      const pages = cave.run(handed.tool.answer(ids as Id[], handed.args, cave.ctx()));
      expect(ids.map((id) => jobRowOf(pages.get(id as Id)!, handed, headers))).toEqual(
        ids.map((id) => found.get(id)),
      );
      expect(ids.some((id) => Object.keys(found.get(id)!).length === headers.length)).toBe(true);
      const [first] = headers;
      expect(found.get('76919154560765265')).toEqual({ [first!]: expect.any(TtError) });
    });
});

test('a picture job without a folder is refused before it begins', () => {
  const job = JOBS.find(({ name }) => name === 'pictures')!;
  expect(() => job.check!({})).toThrow(/destination/);
});
