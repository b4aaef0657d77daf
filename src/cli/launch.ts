/** The file that runs: loads the program with its code cache, in the main thread and in the answering thread. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { cacheFolder, loadProgram } from '../node/code-cache';

const folder = cacheFolder('tracertools', process.env, homedir(), process.platform);
const program = loadProgram(join(__dirname, 'program.cjs'), folder, isMainThread) as typeof import('./start');

export const start = (argv: readonly string[]): Promise<void> => program.startProgram(argv, __filename);
