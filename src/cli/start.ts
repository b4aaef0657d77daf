/** The program: `startProgram` connects the command line to this process. The answering thread runs it too. */

import { listTool } from '../tools/bucket/list';
import { toolKey } from '../tools/registry';
import { fromWeb, localPath } from '../volumes/store/address';
import { MOST_INPUT_BYTES } from './arguments';
import { answerHere } from './function';
import { readToEnd } from './input/source';
import { main } from './main';
import { removeUnfinished } from './output/destination';
import type { Question } from './run/question';
import { answerInThread, serveThread, stopAnswer } from './run/worker';
import { EXIT } from './terminal';

/** The list of a store only waits for its pages: a thread of its own would take a quarter of the time. */
const isStoreList = ({ tool, values: [path] }: Question): boolean =>
  tool === toolKey(listTool) && localPath(fromWeb(String(path)), 'path') === null;

/** Ends the process; a signal ends it at once. `script` loads this program in the answering thread. */
export async function startProgram(argv: readonly string[], script: string): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // The reader of our output has closed the pipe.
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.done);
      if (stream === process.stdout) {
        const why = error.code === 'ENOSPC' ? 'the disk is full' : (error.code ?? error.message);
        process.stderr.write(`the answer cannot be written: ${why}\n`);
      }
      process.exit(EXIT.couldNotRun);
    });
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      // A second signal ends the program without waiting.
      process.on(signal, () => process.exit(EXIT.interrupted));
      void stopAnswer().then(() => {
        removeUnfinished();
        if (process.stderr.isTTY && process.env.TERM !== 'dumb') process.stderr.write('\r\u001b[K');
        process.exit(EXIT.interrupted);
      });
    });
  }
  process.exitCode = await main(argv, {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    env: process.env,
    // Signals end the process directly.
    stopped: new Promise(() => undefined),
    input,
    looksAt: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
    ...(process.stdout.columns ? { columns: process.stdout.columns } : {}),
    answer: (question, reporter) =>
      isStoreList(question) ? answerHere(question, reporter) : answerInThread(script, question, reporter),
  });
}

/** Reads by events, so that the process can be stopped while it waits. */
const input = (): Promise<Uint8Array> => readToEnd(process.stdin, 'what is piped in', MOST_INPUT_BYTES);

serveThread();
