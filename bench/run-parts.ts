/**
 * Runs the parts of the bench one after another, each in a process of its own: one that fails, runs out of memory or
 * does not end leaves the others as they are. What they print is kept as it comes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { tableText } from './table';

/** What a part sends when it has ended. */
export interface PartMessage {
  /** Goals that were missed. */
  missed: string[];
}

export interface PartRun extends PartMessage {
  part: string;
  seconds: number;
  /** Processes that wanted a processor in the minute before it. */
  load: number;
  /** Why it did not end well, or null. */
  failure: string | null;
}

export interface PartOptions {
  /** Program and arguments of a part. The program sends a `PartMessage` to its parent. */
  command: (part: string) => string[];
  /** Gets all that parts print, at once. */
  write: (text: string) => void;
  limitMs: (part: string) => number;
}

const running = new Set<ChildProcess>();

/** Ends the part that is running, with every process that it started. */
export function stopParts(): void {
  for (const { pid } of running) {
    try {
      process.kill(-pid!, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

export async function runParts(parts: readonly string[], options: PartOptions): Promise<PartRun[]> {
  const runs: PartRun[] = [];
  for (const part of parts) {
    const run = await runPart(part, options);
    runs.push(run);
    if (run.failure !== null) options.write(`\n${part} FAILED: ${run.failure}\n`);
  }
  return runs;
}

function runPart(part: string, { command, write, limitMs: limitOf }: PartOptions): Promise<PartRun> {
  const limitMs = limitOf(part);
  const [program, ...args] = command(part) as [string, ...string[]];
  const [started, load] = [performance.now(), loadavg()[0]!];
  let missed: string[] | null = null;
  let failure: string | null = null;
  return new Promise((resolve) => {
    // A group of its own, so that its servers and peers end with it.
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
    running.add(child);
    const timer = setTimeout(() => {
      failure = `not done after ${(limitMs / 60_000).toFixed(1)} minutes`;
      stopParts();
    }, limitMs);
    child.on('message', (message: PartMessage) => {
      ({ missed } = message);
    });
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8');
      stream.on('data', write);
    }
    const end = (why: string | null): void => {
      clearTimeout(timer);
      stopParts();
      running.delete(child);
      const seconds = (performance.now() - started) / 1000;
      resolve({ part, seconds, load, missed: missed ?? [], failure: failure ?? why });
    };
    child.on('error', (error) => end(error.message));
    // What it started may hold its output open.
    child.on('exit', stopParts);
    child.on('close', (code, signal) => {
      if (signal !== null) end(`ended by ${signal}`);
      else if (code !== 0) end(`ended with ${code}`);
      else end(missed === null ? 'it reported no result' : null);
    });
  });
}

/** The time of each part, and what was missed or failed. */
export function summary(runs: readonly PartRun[]): string {
  const lines = runs.map(({ part, seconds, load, missed, failure }) => [
    part,
    seconds.toFixed(0),
    load.toFixed(1),
    failure === null ? `${missed.length === 0 ? 'done' : `${missed.length} missed`}` : `FAILED: ${failure}`,
  ]);
  const total = runs.reduce((sum, { seconds }) => sum + seconds, 0);
  const missed = runs.flatMap((run) => run.missed);
  const failed = runs.filter(({ failure }) => failure !== null).map(({ part }) => part);
  return [
    '',
    `Time of each part; ${(total / 60).toFixed(1)} minutes together`,
    '',
    tableText(['part', 'seconds', 'load before it', 'result'], lines),
    '',
    missed.length > 0 ? `Goals missed:\n${missed.join('\n')}` : 'No goal was missed',
    failed.length > 0 ? `Parts that failed: ${failed.join(', ')}` : 'Every part ended',
    '',
  ].join('\n');
}

/** 1 if a part failed; a goal that was missed is a result. */
export const exitCode = (runs: readonly PartRun[]): number =>
  runs.some(({ failure }) => failure !== null) ? 1 : 0;
