/**
 * A column of 100,000 rows in the spreadsheet, and Undo of it: memory, service calls and requests of each step. Memory
 * is what is reachable during service calls minus what is reachable after the step (the stand-in's own). The world has
 * 24,243 ids: rows of a longer column repeat them, as those of real sheets do, and the column says how many differ.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { JobPlan } from '../src/addon/interfaces/api';
import { plan } from '../workbench/addon/jobs';
import { fillIds, metered } from './metered';
import { megabytes, seconds, table } from './table';

/**
 * Measures memory when the heap, including garbage, has grown by this much: one measurement takes time proportional to
 * the heap.
 */
const LOOK_BYTES = 8e6;
/** Memory is measured in the first steps and in each fifth one: this takes longer than the step. */
const isLookedAt = (step: number): boolean => step < 3 || step % 5 === 0;

const HEADERS = ['current_id', 'share'];
/** The most that a step may hold. */
const GOAL_MB = 50;

interface Step {
  /** Null where it was not measured. */
  heldBytes: number | null;
  calls: number;
  requests: number;
  /** Virtual time. */
  ms: number;
  /** Processor time of this machine. */
  cpuMs: number;
}

/** What the steps of a run took. */
interface Run {
  what: string;
  rows: number;
  ids: number;
  steps: Step[];
}

/** Returns the runs that held more than the goal, as texts. */
export function sheet(sizes: readonly number[]): string[] {
  const runs = sizes.flatMap(columnOf);
  const missed = runs.filter(isOver);
  console.log('\nA column in the sheet, step by step; half of the ids are stale\n');
  table(
    [
      'what',
      'rows',
      'different ids',
      'steps',
      'most MB held',
      'goal',
      'most calls',
      'requests',
      's in all',
      'longest s',
      'processor s',
    ],
    runs.map(lineOf),
  );
  return missed.map(({ what, rows }) => `sheet, ${what}, ${rows} rows: goal ≤ ${GOAL_MB} MB MISSED`);
}

const most = ({ steps }: Run, of: (one: Step) => number): number => Math.max(...steps.map(of));

const isOver = (run: Run): boolean => most(run, (one) => one.heldBytes ?? 0) > GOAL_MB * 1e6;

function lineOf(run: Run): (string | number)[] {
  const sum = (of: (one: Step) => number) => run.steps.reduce((total, one) => total + of(one), 0);
  return [
    run.what,
    run.rows,
    run.ids,
    run.steps.length,
    megabytes(most(run, (one) => one.heldBytes ?? 0)),
    `≤ ${GOAL_MB}${isOver(run) ? ' MISSED' : ''}`,
    most(run, (one) => one.calls),
    sum((one) => one.requests),
    seconds(sum((one) => one.ms)),
    seconds(most(run, (one) => one.ms)),
    seconds(sum((one) => one.cpuMs)),
  ];
}

function columnOf(size: number): Run[] {
  const { bench, ids, watch } = metered();
  const known = [...new Set(ids(size))];
  const wanted = Array.from({ length: size }, (_x, i) => known[i % known.length]!);
  fillIds(bench, wanted);
  const live = liveBytes();
  const measured = (what: string, work: () => boolean): Run => {
    const steps: Step[] = [];
    for (let goesOn = true; goesOn; ) {
      let calls = 0;
      const isLooked = isLookedAt(steps.length);
      let most = isLooked ? live() : 0;
      bench.host.hooks.beforeCall = () => {
        calls++;
        if (isLooked && usedBytes() > most + LOOK_BYTES) most = Math.max(most, live());
      };
      const cpu = process.cpuUsage();
      const { requests, ms } = watch(() => {
        goesOn = work();
      });
      bench.host.hooks.beforeCall = undefined;
      const { user, system } = process.cpuUsage(cpu);
      const heldBytes = isLooked ? Math.max(0, most - live()) : null;
      steps.push({ heldBytes, calls, requests, ms, cpuMs: (user + system) / 1000 });
      console.error(
        `  ${what}, ${size} rows, step ${steps.length}: ${heldBytes === null ? '' : `${megabytes(heldBytes)} MB, `}${seconds(steps.at(-1)!.cpuMs)} s of the processor`,
      );
    }
    return { what, rows: size, ids: known.length, steps };
  };
  const more: Partial<JobPlan> = { kind: 'current', headers: HEADERS };
  let id = '';
  const run = (what: string): Run => {
    id = '';
    let job = { state: '', done: 0 };
    const found = measured(what, () => {
      const view = id === '' ? bench.call('startJob', [plan(bench, more)]) : bench.call('stepJob', [id]);
      id = view.id;
      job = view;
      return view.state === 'running';
    });
    if (job.state !== 'done' || job.done !== known.length)
      throw new Error(`${what}: ${job.state}, ${job.done} of ${known.length} ids`);
    if (found.steps.every((one) => one.requests === 0 || !one.heldBytes)) {
      throw new Error(`${what}: no request, or no memory, was counted`);
    }
    return found;
  };
  // A long Undo stops before its time is over, and goes on when it is pressed again.
  const undo = (what: string): { run: Run; restored: number } => {
    let restored = 0;
    const found = measured(what, () => {
      const answer = bench.call('undo', []);
      restored += answer.restored;
      return answer.message.includes('press Undo again');
    });
    return { run: found, restored };
  };
  const filled = run('current ids');
  const undone = undo('Undo');
  // A share is written where the id was stale.
  if (undone.restored < size) throw new Error(`Undo restored ${undone.restored} cells of ${size} rows`);
  return [filled, undone.run];
}

function liveBytes(): () => number {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  return () => {
    gc();
    return usedBytes();
  };
}

function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
