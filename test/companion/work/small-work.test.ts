/** Arithmetic on few cells is answered at once; everything else goes to a worker. */
import { readLimits } from '../../../src/companion/limits/limits';
import type { Task } from '../../../src/companion/work/messages';
import { withSmallWork } from '../../../src/companion/work/small-work';
import { manualRunner } from '../support/manual-runner';

const limits = readLimits({});

const task = (tool: string, args: Task['question']['args']): Task => ({
  tool,
  question: { server: 'https://cave.example', datastack: 'd', args },
  token: 'f'.repeat(32),
  mayWrite: false,
  limitMs: 1000,
});

function askWorker(one: Task) {
  const workers = manualRunner();
  workers.always = '"from a worker"';
  const answer = withSmallWork(workers, limits, () => 0).run(one);
  return answer.then((bytes) => ({
    value: JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown,
    runs: workers.runs.length,
  }));
}

test('distances of two points: no worker', async () => {
  const args = { a: [[1, 2, 3]], b: [[4, 5, 6]], resolution: '4,4,45' };
  expect(await askWorker(task('TT_DISTANCE', args))).toEqual({
    value: { table: [[136.0624856453828]] },
    runs: 0,
  });
});

test('a wrong argument is refused as a worker would', async () => {
  await expect(askWorker(task('TT_DISTANCE', { c: 1 }))).rejects.toMatchObject({ code: 'INPUT' });
});

test.each([
  ['it needs the datastack’s resolution', task('TT_DISTANCE', { a: [[1, 2, 3]], b: [[4, 5, 6]] })],
  [
    'many cells',
    task('TT_DISTANCE', {
      a: Array.from({ length: 4000 }, () => [1, 2, 3]),
      b: [[0, 0, 0]],
      resolution: '4,4,45',
    }),
  ],
  [
    'long texts',
    task('TT_DISTANCE', { a: [['1, 2, 3'.padEnd(300_000)]], b: [[0, 0, 0]], resolution: '4,4,45' }),
  ],
  ['heavy work', task('TT_MESH_MEASURES', { mesh: 'precomputed://gs://x' })],
  ['no arithmetic', task('TT_IS_CURRENT', {})],
  ['an unknown function', task('TT_NONE', {})],
])('%s: a worker', async (_why, one) => {
  expect(await askWorker(one)).toEqual({ value: 'from a worker', runs: 1 });
});
