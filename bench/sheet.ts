/**
 * A column of 100,000 rows in the spreadsheet, step by step: memory, service calls and requests of each step. Memory is
 * what is reachable during service calls minus what is reachable after the step (the stand-in's own). The world has 24,243 ids: rows of a longer
 * column repeat them, as those of real sheets do, and the column says how many differ.
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

interface Step {
  heldBytes: number;
  calls: number;
  requests: number;
  /** Virtual time. */
  ms: number;
  /** Processor time of this machine. */
  cpuMs: number;
  done: number;
}

export function sheet(sizes: readonly number[]): void {
  const rows = sizes.flatMap((size) => columnOf(size));
  console.log('\nA column in the sheet, step by step; half of the ids are stale\n');
  table(
    [
      'what',
      'rows',
      'different ids',
      'steps',
      'most MB held',
      'most calls',
      'requests',
      's in all',
      'longest s',
      'processor s',
    ],
    rows,
  );
}

function columnOf(size: number): (string | number)[][] {
  const { bench, ids, measure } = metered();
  const known = [...new Set(ids(size))];
  const wanted = Array.from({ length: size }, (_x, i) => known[i % known.length]!);
  fillIds(bench, wanted);
  const live = liveBytes();
  const runs: [string, Partial<JobPlan>][] = [
    ['current ids', { kind: 'current', headers: ['current_id', 'share'] }],
    ['the same again', { kind: 'current', headers: ['current_id', 'share'] }],
  ];
  return runs.map(([what, more]) => {
    const steps: Step[] = [];
    const step = (work: () => { state: string; done: number }): { state: string; done: number } => {
      let calls = 0;
      let most = live();
      bench.host.hooks.beforeCall = () => {
        calls++;
        if (usedBytes() > most + LOOK_BYTES) most = Math.max(most, live());
      };
      const cpu = process.cpuUsage();
      let found = { state: '', done: 0 };
      let requests = 0;
      let ms = 0;
      try {
        ({ requests, ms } = measure(() => {
          found = work();
        }));
      } catch (error) {
        // A step that only reads the sheet sends no requests.
        if (!(error instanceof Error) || !error.message.includes('counted no request')) throw error;
      }
      bench.host.hooks.beforeCall = undefined;
      const { user, system } = process.cpuUsage(cpu);
      steps.push({
        heldBytes: Math.max(0, most - live()),
        calls,
        requests,
        ms,
        cpuMs: (user + system) / 1000,
        done: found.done,
      });
      if (process.env.BENCH_STEPS) console.log(what, steps.length, JSON.stringify(steps.at(-1)));
      return found;
    };
    let job = { state: '', done: 0, id: '' };
    step(() => {
      job = bench.call('startJob', [plan(bench, more)]);
      return job;
    });
    do {
      step(() => {
        job = bench.call('stepJob', [job.id]);
        return job;
      });
    } while (job.state === 'running');
    if (job.state !== 'done' || job.done !== known.length)
      throw new Error(`${what}: ${job.state}, ${job.done} of ${known.length} ids`);
    const sum = (of: (one: Step) => number) => steps.reduce((total, one) => total + of(one), 0);
    if (sum(({ requests }) => requests) === 0 || steps.every(({ heldBytes }) => heldBytes === 0)) {
      throw new Error(`${what}: no request, or no memory, was counted`);
    }
    const most = (of: (one: Step) => number) => Math.max(...steps.map(of));
    return [
      what,
      size,
      known.length,
      steps.length,
      megabytes(most((one) => one.heldBytes)),
      most((one) => one.calls),
      sum((one) => one.requests),
      seconds(sum((one) => one.ms)),
      seconds(most((one) => one.ms)),
      seconds(sum((one) => one.cpuMs)),
    ];
  });
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
