/** An outside program that times itself: one Python process, asked line by line, so that starting it costs nothing. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { median, type Ratio, reportRow } from '../ratio';

export interface Asked {
  /** The program's answer: what it needs `ms` for, and more. */
  ask(request: object): Promise<Answer>;
  /** Writes numbers where the program can read them, into a file of their own. */
  write(name: string, values: Float64Array | Uint32Array | Uint8Array): string;
  end(): void;
}

export interface Answer {
  ms: number;
  /** Processor time, all threads; absent where the answer is another's figure. */
  processorMs?: number;
  [more: string]: unknown;
}

/** Starts bench/`script`; `root` is the project's folder. */
/** What the program found, without its times. */
export const findingsOf = (answer: Answer): string =>
  JSON.stringify({ ...answer, ms: undefined, processorMs: undefined });

export function startPython(python: string, script: string, root = process.cwd()): Asked {
  const folder = mkdtempSync(join(tmpdir(), 'tracertools-bench-'));
  const child = spawn(python, [join(root, 'bench', script)], { stdio: ['pipe', 'pipe', 'inherit'] });
  let written = 0;
  const waiting: { done: (answer: Answer) => void; fail: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.done(JSON.parse(line)));
  child.on('exit', (code) => {
    for (const { fail } of waiting.splice(0)) fail(new Error(`${script} ended with ${code}`));
  });
  return {
    ask: (request) =>
      new Promise((done, fail) => {
        waiting.push({ done, fail });
        child.stdin.write(`${JSON.stringify(request)}\n`);
      }),
    write: (name, values) => {
      const file = join(folder, `${name}-${++written}`);
      writeFileSync(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      return file;
    },
    end: () => {
      child.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Milliseconds that work takes by the clock and of the processor, and what it gives. */
export function timed<T>(work: () => T): { ms: number; processorMs: number; value: T } {
  const before = process.cpuUsage();
  const from = performance.now();
  const value = work();
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage(before);
  return { ms, processorMs: (user + system) / 1000, value };
}

export interface PythonComparison<T> {
  what: string;
  ours: () => T;
  other: string;
  theirs: (() => Promise<Answer>) | null;
  rounds: number;
  goal?: number;
  /** As in `Ratio`. */
  clockCounts?: boolean;
  work: (ours: T) => Ratio['work'];
  note: (ours: T, theirs: Answer | null) => string;
  /** Whether the answers differ. */
  differs?: (ours: T, theirs: Answer) => boolean;
}

/** Lets V8 compile ours before the first round, as in a service that has answered before. */
const WARM_MS = 300;
/** A row has no further round after this long: `--times` repeats it, and a slow answer varies less. */
const ROW_MS = 4000;
/** After a first round of this length, warming is a small part of it, so that it counts. */
const SLOW_MS = 1500;

/** An answer that took longer is kept for the further times that a row is measured: minutes of it show nothing new. */
const KEPT_MS = 10_000;
const kept = new Map<string, Answer>();

/** Alternates ours and theirs, `rounds` times at most; a short first round is not counted. */
export async function compare<T>({
  what,
  ours,
  other,
  theirs,
  rounds,
  goal,
  clockCounts,
  work,
  note,
  differs,
}: PythonComparison<T>): Promise<Ratio> {
  const [mine, others, myProcessor, theirProcessor] = [[], [], [], []] as number[][] as [
    number[],
    number[],
    number[],
    number[],
  ];
  let [value, answer]: [T | null, Answer | null] = [null, null];
  const warmUntil = performance.now() + WARM_MS;
  do ours();
  while (performance.now() < warmUntil);
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  for (let round = -1; round < rounds && (mine.length === 0 || elapsed() < ROW_MS); round++) {
    const run = timed(ours);
    value = run.value;
    const row = `${what} ${other}`;
    const askedAt = performance.now();
    if (theirs) answer = kept.get(row) ?? (await theirs());
    if (answer && performance.now() - askedAt > KEPT_MS) kept.set(row, answer);
    if (round < 0 && elapsed() < SLOW_MS) continue;
    mine.push(run.ms);
    if (!answer) continue;
    others.push(answer.ms);
    if (answer.processorMs === undefined) continue;
    myProcessor.push(run.processorMs);
    theirProcessor.push(answer.processorMs);
  }
  return reportRow({
    what,
    ours: median(mine),
    work: work(value as T),
    other,
    theirs: others.length > 0 ? median(others) : null,
    ...(theirProcessor.length > 0
      ? { processor: { ours: median(myProcessor), theirs: median(theirProcessor) } }
      : {}),
    ...(goal === undefined ? {} : { goal }),
    ...(clockCounts === undefined ? {} : { clockCounts }),
    note: note(value as T, answer),
    differs: answer !== null && (differs?.(value as T, answer) ?? false),
  });
}
