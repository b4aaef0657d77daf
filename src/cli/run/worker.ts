/**
 * The thread that answers, so that the main thread can stop at once during long computations. This file has both sides.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { asTtError, TtError } from '../../core/errors';
import { parts } from '../../node/files/part-file';
import {
  packCell,
  packError,
  unpackCell,
  unpackError,
  type WireCell,
  type WireError,
} from '../../tools/companion/wire';
import type { OutputFile } from '../../tools/declaration/declare';
import type { ToolOutput } from '../../tools/runner/run-tool';
import type { ProgressState } from '../output/progress';
import { OpenParts } from './open-parts';
import type { Question, Reporter } from './question';

/** Loaded in the thread alone. */
declare const require: (name: './answer') => typeof import('./answer');

interface PackedOutput {
  columns: string[];
  rows: WireCell[][];
  files: OutputFile[];
  link: string;
}

type Message =
  | { kind: 'progress'; progress: ProgressState }
  | { kind: 'request'; line: string }
  | { kind: 'remark'; line: string }
  | { kind: 'answer'; output: PackedOutput }
  | { kind: 'error'; error: WireError };

interface ThreadData {
  question: Question;
  parts: SharedArrayBuffer;
}

/** Milliseconds to wait for a thread that is stuck in a system call. */
const LONGEST_STOP = 1000;

let running: { worker: Worker; parts: OpenParts } | null = null;

/** Ends the answering thread, if any, and removes the files that it was writing. */
export async function stopAnswer(): Promise<void> {
  if (running === null) return;
  const { worker, parts: open } = running;
  // Its exit is not a failure now.
  worker.removeAllListeners('exit');
  await Promise.race([worker.terminate(), sleep(LONGEST_STOP)]);
  open.remove();
}

/** Answers in a new thread of `script`; the script calls `serveThread`. */
export function answerInThread(script: string, question: Question, reporter: Reporter): Promise<ToolOutput> {
  const open = new OpenParts();
  const data: ThreadData = { question, parts: open.memory };
  const worker = new Worker(script, { workerData: data });
  running = { worker, parts: open };
  return new Promise((resolve, reject) => {
    worker.on('message', (message: Message) => {
      if (message.kind === 'progress') reporter.progress(message.progress);
      else if (message.kind === 'request') reporter.request(message.line);
      else if (message.kind === 'remark') reporter.remark(message.line);
      else if (message.kind === 'error') reject(unpackError(message.error));
      else resolve(unpackOutput(message.output));
    });
    worker.on('error', (error: NodeJS.ErrnoException) => reject(failure(error)));
    worker.on('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
  });
}

const failure = (error: NodeJS.ErrnoException): Error =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new TtError(
        'BIG',
        'this takes more memory than Node may use. Ask for less, or give it more: NODE_OPTIONS=--max-old-space-size=8192',
      )
    : error;

/** Runs in the thread. Returns whether this is one. */
export function serveThread(): boolean {
  const port = parentPort;
  const { question, parts: open } = (workerData ?? {}) as Partial<ThreadData>;
  if (port === null || question === undefined || open === undefined) return false;
  const post = (message: Message, move: ArrayBuffer[] = []) => port.postMessage(message, move);
  const reporter: Reporter = {
    progress: (progress) => post({ kind: 'progress', progress }),
    remark: (line) => post({ kind: 'remark', line }),
    request: (line) => post({ kind: 'request', line }),
  };
  parts.watch = new OpenParts(open).watch;
  require('./answer')
    .answer(question, reporter)
    .then(
      (output) => post({ kind: 'answer', output: packOutput(output) }),
      (error: unknown) => post({ kind: 'error', error: packError(asTtError(error)) }),
    );
  return true;
}

const packOutput = (output: ToolOutput): PackedOutput => ({
  ...output,
  rows: output.rows.map((row) => row.map(packCell)),
});

const unpackOutput = (output: PackedOutput): ToolOutput => ({
  ...output,
  rows: output.rows.map((row) => row.map(unpackCell)),
});
