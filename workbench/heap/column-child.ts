/** The add-on's steps in an isolate of their own: the sheet, CAVE and the stores are in another thread. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { JobPlan } from '../../src/addon/interfaces/api';
import { startJob } from '../../src/addon/jobs/plan';
import { stepJob } from '../../src/addon/jobs/step';
import { undoRun } from '../../src/addon/jobs/undo';
import { remoteHost } from './remote-host';

export interface Errand {
  what: 'start' | 'step' | 'undo';
  plan?: JobPlan;
  id?: string;
}

export interface ErrandResult {
  id: string;
  state: string;
  done: number;
  total: number;
  message: string;
  /** Most bytes that were reachable at a service call, beyond what is reachable before the errand. */
  heldBytes: number;
  /** The call before which, or after whose answer, it was so. */
  at: string;
  calls: number;
  cells: number;
  cpuMs: number;
  error?: string;
}

/** Memory is looked at again where it has grown by this much: a look takes as long as the whole heap. */
const LOOK_BYTES = 3e6;

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;
const { port, flag } = workerData as { port: MessagePort; flag: Int32Array };

const used = () => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const live = () => {
  gc();
  return used();
};

let most = 0;
let at = '';
let calls = 0;
const host = remoteHost(port, flag, (path) => {
  if (!path.endsWith('answered')) calls++;
  if (used() < most + LOOK_BYTES) return;
  const now = live();
  if (now > most) [most, at] = [now, path];
});

parentPort!.on('message', ({ what, plan, id }: Errand) => {
  const before = live();
  const cpu = process.cpuUsage();
  most = before;
  calls = 0;
  at = '';
  let found: Partial<ErrandResult>;
  try {
    if (what === 'undo') found = { id: id!, state: 'undone', message: undoRun(host, id).message };
    else {
      const job = what === 'start' ? startJob(plan!, host) : stepJob(id!, host);
      found = { id: job.id, state: job.state, done: job.done, total: job.total, message: job.message };
    }
  } catch (error) {
    found = { state: 'thrown', error: error instanceof Error ? (error.stack ?? '') : String(error) };
  }
  const { user, system } = process.cpuUsage(cpu);
  parentPort!.postMessage({
    id: '',
    state: '',
    done: 0,
    total: 0,
    message: '',
    ...found,
    heldBytes: most - before,
    at,
    calls,
    cells: 0,
    cpuMs: (user + system) / 1000,
  } satisfies ErrandResult);
});
