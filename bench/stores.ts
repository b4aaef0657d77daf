/**
 * Copies folders to, from and within third-party stores, against cloud-files and rclone: medians of alternating runs on
 * one server, by the clock and by processor time, since the server runs on the same machine. Against rclone, both are
 * those of the whole process, from its start to its end; against cloud-files, those of the operation in a running
 * process.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '../workbench/random';
import type { Server } from '../workbench/stores/remote';
import { type Asked, startPython } from './geometry/python';
import { medianRatios, type Ratio, reportRow } from './ratio';

/** Alternating runs of each comparison, at least. */
const RUNS = 3;
const SMALL = { count: 1000, bytes: 3000 };
const LARGE = { count: 5, bytes: 32 * 1024 * 1024 };
const MEMORY_GOAL_MB = 150;
/** Requests that ours has in flight. */
const PARALLEL = 16;
/** rclone as it is, and with as many requests as ours. */
const RCLONES: Record<string, string[]> = {
  rclone: [],
  [`rclone --transfers ${PARALLEL}`]: ['--transfers', `${PARALLEL}`, '--checkers', `${PARALLEL}`],
};

export interface StoreTools {
  servers: (Server & { stop(): void })[];
  keys: { accessKey: string; secret: string };
  /** Path of the bundle that runs one of our operations. */
  child: string;
  rclone: { path: string; settings(server: Server): Record<string, string> } | null;
}

interface Task {
  what: string;
  from: string;
  /** A new target for each run, so that nothing exists there; null for a listing. */
  to: ((run: string) => string) | null;
}

/** Milliseconds of one run, by the clock and of the processor. */
interface Times {
  ms: number;
  cpu: number;
}

interface OwnTimes {
  /** The whole process. */
  process: Times;
  /** The operation alone. */
  operation: Times;
}

/** One run of everybody. */
interface Measured {
  ours: OwnRun;
  rclone: Record<string, Times>;
  cloudFiles: Times | null;
}

export async function stores(python: string | null, tools: StoreTools, times: number): Promise<Ratio[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-stores-'));
  const { servers } = tools;
  try {
    fill(join(folder, 'small'), SMALL);
    fill(join(folder, 'large'), LARGE);
    const rows: Ratio[] = [];
    for (const server of servers) rows.push(...(await onServer(server, folder, python, tools, times)));
    return rows;
  } finally {
    for (const { stop } of servers) stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill(folder: string, { count, bytes }: { count: number; bytes: number }): void {
  const chance = random(1);
  for (let n = 0; n < count; n++) {
    const sub = join(folder, String(n % 10));
    mkdirSync(sub, { recursive: true });
    const content = Buffer.alloc(bytes);
    for (let i = 0; i < bytes; i += 97) content[i] = Math.floor(chance() * 256);
    writeFileSync(join(sub, `${n}:0`), content);
  }
}

/** `down`: a folder of this server's alone, because a file that is there already is not copied. */
function tasksOf(size: 'small' | 'large', folder: string, down: string): Task[] {
  const { count, bytes } = size === 'small' ? SMALL : LARGE;
  const words = bytes < 1e6 ? `${count} of ${bytes / 1000} KB` : `${count} of ${bytes / 1024 / 1024} MB`;
  return [
    { what: `upload ${words}`, from: join(folder, size), to: (run) => `lab/up/${run}/${size}` },
    { what: `download ${words}`, from: `lab/${size}`, to: (run) => join(down, run, size) },
    { what: `copy ${words}`, from: `lab/${size}`, to: (run) => `other/copy/${run}/${size}` },
    ...(size === 'small' ? [{ what: `list ${count}`, from: `lab/${size}`, to: null }] : []),
  ];
}

async function onServer(
  server: Server,
  folder: string,
  python: string | null,
  tools: StoreTools,
  times: number,
): Promise<Ratio[]> {
  const peer = python === null ? null : startPython(python, 'python/stores.py');
  try {
    await peer?.ask({ server, keys: tools.keys });
    const rows: Ratio[] = [];
    for (const size of ['small', 'large'] as const) {
      await ours(tools, server, folder, join(folder, size), `lab/${size}`);
      for (const task of tasksOf(size, folder, join(folder, 'down', server.name))) {
        const runs: Measured[] = [];
        while (runs.length < Math.max(RUNS, times)) {
          runs.push(await runOfEach(task, `${runs.length}`, server, folder, peer, tools));
        }
        const peak = Math.max(...runs.map(({ ours }) => ours.peakMB));
        const found = runs.map((run) => rowsOf(`${server.name}: ${task.what}`, run, peak));
        rows.push(...medianRatios(found).map(reportRow));
      }
    }
    return rows;
  } finally {
    peer?.end();
  }
}

async function runOfEach(
  { from, to }: Task,
  run: string,
  server: Server,
  folder: string,
  peer: Asked | null,
  tools: StoreTools,
): Promise<Measured> {
  const target = (who: string) => to?.(`${who}-${run}`) ?? null;
  const own = await ours(tools, server, folder, from, target('ours'));
  const others: Record<string, Times> = {};
  for (const [name, more] of tools.rclone ? Object.entries(RCLONES) : []) {
    others[name] = await rclone(tools.rclone!, server, from, target(name.replaceAll(' ', '')), more);
  }
  const answer = await peer?.ask({ from, to: target('cloudfiles') });
  const cloudFiles = answer ? { ms: answer.ms, cpu: Number(answer.cpu) } : null;
  return { ours: own, rclone: others, cloudFiles };
}

interface OwnRun extends OwnTimes {
  peakMB: number;
  count: number;
}

async function ours(
  { child, keys }: StoreTools,
  server: Server,
  folder: string,
  from: string,
  to: string | null,
): Promise<OwnRun> {
  const task = JSON.stringify({ server, keys, folder: join(folder, 'keys'), from, to });
  const { out, ...times } = await wholeProcess([process.execPath, child, task], {});
  const { ms, cpu, peakMB, count } = JSON.parse(out) as Times & { peakMB: number; count: number };
  return { process: times, operation: { ms, cpu }, peakMB, count };
}

async function rclone(
  { path, settings }: NonNullable<StoreTools['rclone']>,
  server: Server,
  from: string,
  to: string | null,
  more: string[],
): Promise<Times> {
  const placeName = (place: string) => (place.startsWith('/') ? place : `judge:${place}`);
  const args = to === null ? ['lsf', '-R', placeName(from)] : ['copy', placeName(from), placeName(to)];
  const { ms, cpu } = await wholeProcess([path, ...args, ...more], settings(server));
  return { ms, cpu };
}

/**
 * Runs a command to its end. Node does not tell the processor time of a child process; the shell does. Without the
 * certificates that this machine may add to Node's own: Node reads them at every start, also for servers without TLS.
 */
async function wholeProcess(
  command: string[],
  env: Record<string, string>,
): Promise<Times & { out: string }> {
  const start = performance.now();
  const running = spawn('sh', ['-c', '"$@"; code=$?; times >&2; exit $code', 'sh', ...command], {
    env: { ...process.env, ...env, NODE_EXTRA_CA_CERTS: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors]: [Buffer[], Buffer[]] = [[], []];
  running.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  running.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise((done) => running.on('close', done));
  const ms = performance.now() - start;
  const told = String(Buffer.concat(errors));
  if (code !== 0) throw new Error(`${command.slice(0, 3).join(' ')} ended with ${code}: ${told.slice(-500)}`);
  return { ms, cpu: childTime(told), out: String(Buffer.concat(out)) };
}

/** Milliseconds in the last line of `times`: user and system time of the shell's children, such as 0m0.12s 0m0.04s. */
function childTime(text: string): number {
  const times = [...(text.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  if (times.length !== 2) throw new Error(`the shell's times cannot be read: ${text}`);
  return times.reduce(
    (sum, [, minutes, seconds]) => sum + 60_000 * Number(minutes) + 1000 * Number(seconds),
    0,
  );
}

/** `peak`: the most memory of ours in all runs, in MB. */
function rowsOf(what: string, { ours, rclone, cloudFiles }: Measured, peak: number): Ratio[] {
  const memory = `${peak.toFixed(0)} MB${peak > MEMORY_GOAL_MB ? ` MISSED: ≤ ${MEMORY_GOAL_MB}` : ''}`;
  const against = (other: string, mine: keyof OwnTimes, theirs: Times | null, goal: number): Ratio => {
    const own = ours[mine];
    const row: Ratio = {
      what,
      work: [ours.count, 'objects'],
      other,
      ours: own.ms,
      theirs: theirs?.ms ?? null,
      goal,
      clockCounts: true,
    };
    return theirs === null ? row : { ...row, processor: { ours: own.cpu, theirs: theirs.cpu } };
  };
  const [first, ...others] = Object.keys(RCLONES).map((name) =>
    against(name, 'process', rclone[name] ?? null, 1),
  );
  return [{ ...first!, note: memory }, ...others, against('cloud-files', 'operation', cloudFiles, 1 / 3)];
}
