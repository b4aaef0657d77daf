/** Entry of a worker: answers one question at a time, with its own egress and its own copies of the compiled libraries. */
import { createHash, randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { asTtError } from '../../core/errors';
import { type Kernels, loadKernels } from '../../geometry/kernels';
import { wasmFiles } from '../../node/wasm-files';
import { packError } from '../../tools/companion/wire';
import { kernelsOf } from '../../tools/heavy';
import { findTool } from '../../tools/registry';
import { INTERNET } from '../egress/connection';
import { egressDriver } from '../egress/driver';
import { type HostPaces, slowed, slowest } from '../egress/host-pace';
import { pacedDriver } from '../egress/paced-driver';
import { metadataToken } from '../google/access-token';
import { answerQuestion } from './answer';
import { answerBytes } from './answer-work';
import type { PacesMessage, Task, WorkerMessage, WorkerSetup } from './messages';
import { personMemories } from './person-memory';
import { unknownTool } from './question';
import { wasmBytes, watchWasm } from './wasm-memory';

const PROGRESS_MS = 250;
/** Share of a run's time at its end in which no request starts: time for replies in progress and for packing. */
const RESERVE = 0.12;

watchWasm();
const { rules, limits, storageToken } = workerData as WorkerSetup;
const kernels: Partial<Kernels> = {};
const memories = personMemories();
let paces: HostPaces = {};
const salt = randomBytes(16);
const writer = storageToken === '' ? metadataToken() : async () => storageToken;

const send = (message: WorkerMessage, transfer: ArrayBuffer[] = []): void =>
  parentPort!.postMessage(message, transfer);

async function run(task: Task): Promise<Uint8Array> {
  const tool = findTool('companion', task.tool);
  if (!tool) throw unknownTool();
  const startedAt = Date.now();
  await loadKernels(kernelsOf(tool.name), wasmFiles(__dirname), kernels);
  // Caches are separate for each person: tokens may give access to different datasets.
  const person = createHash('sha256')
    .update(salt)
    .update(`${task.question.server} ${task.token}`)
    .digest('hex');
  const { memory, learnedHosts } = memories(person);
  const driver = pacedDriver(
    egressDriver({
      rules,
      network: INTERNET,
      token: task.token,
      learnedHosts,
      ...(task.mayWrite ? { writer } : {}),
      replyBytes: limits.replyMb * 1e6,
      totalBytes: limits.fetchedMb * 1e6,
    }),
    {
      now: Date.now,
      paces: () => paces,
      refused: (host, seconds) => {
        // Applies until the service sends the pace to all its workers.
        paces = slowest(paces, { [host]: slowed(paces[host], seconds, Date.now()) });
        send({ kind: 'refused', host, seconds });
      },
    },
  );
  let reportedAt = 0;
  const answer = await answerQuestion(tool, task.question, {
    driver,
    kernels,
    memory,
    limits,
    token: task.token,
    deadline: startedAt + task.limitMs * (1 - RESERVE),
    progress: (count, total, words) => {
      const now = Date.now();
      if (now - reportedAt < PROGRESS_MS) return;
      reportedAt = now;
      send({ kind: 'progress', done: count, total, words });
    },
  });
  return answerBytes(answer, limits);
}

parentPort!.on('message', (task: Task | PacesMessage) => {
  if ('paces' in task) {
    paces = slowest(paces, task.paces);
    return;
  }
  run(task).then(
    (bytes) => send({ kind: 'done', bytes, wasmBytes: wasmBytes() }, [bytes.buffer as ArrayBuffer]),
    (error: unknown) => send({ kind: 'failed', error: packError(asTtError(error)), wasmBytes: wasmBytes() }),
  );
});
