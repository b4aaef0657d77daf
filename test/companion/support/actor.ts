/** A worker that does what its task's datastack says: wait, loop, fill its heap or its arrays, exit, or answer. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Task, WorkerMessage } from '../../../src/companion/work/messages';

const filled: unknown[] = [];
let runs = 0;
const send = (message: WorkerMessage): void => parentPort!.postMessage(message);
const answer = (value: unknown): void =>
  send({ kind: 'done', bytes: Buffer.from(JSON.stringify(value)), wasmBytes: 0 });

parentPort!.on('message', ({ question }: Task) => {
  runs++;
  const [act, amount = ''] = question.datastack.split(' ');
  switch (act) {
    case 'hold': {
      const { gate } = question.args as unknown as { gate: Int32Array };
      const timer = setInterval(() => {
        if (Atomics.load(gate, 0) === 0) return;
        clearInterval(timer);
        answer(runs);
      }, 1);
      return;
    }
    case 'loop':
      for (;;);
    case 'heap':
      for (;;) filled.push(Array.from({ length: 10_000 }, (_v, i) => `${i} ${Math.random()}`));
    case 'arrays':
      // Allocates `amount` MB and then loops forever: the memory is limited, and stays allocated until the pool
      // measures it.
      for (let mb = 0; mb < Number(amount); mb += 8) filled.push(new Float64Array(1_000_000).fill(1));
      for (;;);
    case 'throw':
      setTimeout(() => {
        throw new RangeError('a detail that nobody should see');
      });
      return;
    case 'exit':
      process.exit(3);
      return;
    case 'grow':
      send({ kind: 'done', bytes: Buffer.from(String(runs)), wasmBytes: 1e9 });
      return;
    case 'fail':
      send({ kind: 'failed', error: { code: 'UNKNOWN', message: 'no such segment' }, wasmBytes: 0 });
      return;
    case 'env':
      answer([Object.keys(process.env), Object.keys(workerData as object)]);
      return;
    case 'progress':
      send({ kind: 'progress', done: 1, total: 2, words: 'half' });
      answer(runs);
      return;
    default:
      answer(runs);
  }
});
