/** A worker that does what its task's datastack says: sleep, loop, fill its heap or its arrays, exit, or answer. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, Task } from '../../../src/companion/work/messages';

const kept: unknown[] = [];
let runs = 0;
const tell = (message: FromWorker): void => parentPort!.postMessage(message);
const answer = (value: unknown): void =>
  tell({ kind: 'done', bytes: Buffer.from(JSON.stringify(value)), wasmBytes: 0 });

parentPort!.on('message', ({ question }: Task) => {
  runs++;
  const [act, amount = ''] = question.datastack.split(' ');
  switch (act) {
    case 'sleep':
      setTimeout(() => answer(runs), Number(amount));
      return;
    case 'loop':
      for (;;);
    case 'heap':
      for (;;) kept.push(Array.from({ length: 10_000 }, (_v, i) => `${i} ${Math.random()}`));
    case 'arrays':
      for (;;) kept.push(new Float64Array(1_000_000).fill(1));
    case 'throw':
      setTimeout(() => {
        throw new RangeError('a detail that nobody should see');
      });
      return;
    case 'exit':
      process.exit(3);
      return;
    case 'grow':
      tell({ kind: 'done', bytes: Buffer.from(String(runs)), wasmBytes: 1e9 });
      return;
    case 'env':
      answer([Object.keys(process.env), Object.keys(workerData as object)]);
      return;
    case 'progress':
      tell({ kind: 'progress', done: 1, total: 2, words: 'half' });
      answer(runs);
      return;
    default:
      answer(runs);
  }
});
