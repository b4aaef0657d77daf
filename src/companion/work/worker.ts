/** Entry of a worker: runs one tool at a time, with its own way out and its own copies of the compiled libraries. */
import { createHash, randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { asTtError } from '../../core/errors';
import { type Kernels, loadKernels } from '../../geometry/kernels';
import { wasmFiles } from '../../node/wasm-files';
import { HEAVY } from '../../tools/heavy';
import { toolByName } from '../../tools/registry';
import { packError } from '../../tools/wire';
import { INTERNET } from '../egress/connection';
import { egressDriver } from '../egress/driver';
import { metadataToken } from '../google/access-token';
import { answer, answerBytes } from './answer';
import type { FromWorker, Setup, Task } from './messages';
import { personMemories } from './person-memory';
import { noTool } from './question';
import { wasmBytes, watchWasm } from './wasm-memory';

const PROGRESS_MS = 250;
/** Before the end: time for what has been asked to be answered and packed. */
const SPARE = 0.12;

watchWasm();
const { rules, limits, storageToken } = workerData as Setup;
const kernels: Partial<Kernels> = {};
const memories = personMemories();
const salt = randomBytes(16);
const writer = storageToken === '' ? metadataToken() : async () => storageToken;

const tell = (message: FromWorker, transfer: ArrayBuffer[] = []): void =>
  parentPort!.postMessage(message, transfer);

async function run(task: Task): Promise<Uint8Array> {
  const tool = toolByName(task.tool);
  if (!tool) throw noTool();
  const started = Date.now();
  await loadKernels(HEAVY[tool.name]?.kernels ?? [], wasmFiles(__dirname), kernels);
  // What one person was told is not told to another: their tokens may see different data sets.
  const person = createHash('sha256')
    .update(salt)
    .update(`${task.question.server} ${task.token}`)
    .digest('hex');
  const { memory, learned } = memories(person);
  const driver = egressDriver({
    rules,
    world: INTERNET,
    token: task.token,
    learned,
    ...(task.mayWrite ? { writer } : {}),
    replyBytes: limits.replyMb * 1e6,
    totalBytes: limits.fetchedMb * 1e6,
  });
  let told = 0;
  const made = await answer(tool, task.question, {
    driver,
    kernels,
    memory,
    limits,
    token: task.token,
    deadline: started + task.limitMs * (1 - SPARE),
    progress: (done, total, words) => {
      const now = Date.now();
      if (now - told < PROGRESS_MS) return;
      told = now;
      tell({ kind: 'progress', done, total, words });
    },
  });
  return answerBytes(made, limits);
}

parentPort!.on('message', (task: Task) => {
  run(task).then(
    (bytes) => tell({ kind: 'done', bytes, wasmBytes: wasmBytes() }, [bytes.buffer as ArrayBuffer]),
    (error: unknown) => tell({ kind: 'failed', error: packError(asTtError(error)), wasmBytes: wasmBytes() }),
  );
});
