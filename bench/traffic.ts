/** Requests, bytes and virtual time of the main formulas and jobs, by number of ids. */
import { plan } from '../workbench/addon/jobs';
import type { Workbench } from '../workbench/addon/workbench';
import { fillIds, LATENCY_MS, type MeteredBench, metered, type Traffic } from './metered';
import { kilobytes, seconds, table } from './table';

/** Seconds of the details job of 1,000 ids whose skeletons exist. */
const DETAILS_GOAL = { what: 'details job, skeletons made before', ids: 1000, seconds: 6 };
/** The most that a formula may run for, in seconds: the platform ends it there. */
const FORMULA_SECONDS = 30;

/** A skeleton service that makes and reads ids one after another in two processes, 0.3 s each, as the real one may. */
const SLOW = { skeletonCostMs: 300, skeletonWorkers: 2, skeletonFileMs: 150, skeletonServer: '0.23.8' };
/** With the details job's time against ids × 0.3 s ÷ 2 processes. */
const SLOW_GOAL = { what: 'details job, skeletons of 0.3 s an id', ids: 1000, ratio: 1.2 };

const HEADERS = ['current_id', 'volume_um3', 'cable_length', 'inc_syn', 'out_syn', 'total_syn', 'proofread'];

interface Line extends Traffic {
  what: string;
  ids: number;
  answered: string;
}

/** A formula over all rows; recalculated as long as rows are pending, as a user would do. */
function formula(what: string, count: number, text: (range: string) => string): Line[] {
  const { bench, ids, measure } = metered();
  fillIds(bench.grid, ids(count));
  const lines: Line[] = [];
  for (let turn = 1; turn <= 10; turn++) {
    const traffic = measure(() => {
      if (turn === 1) bench.formula(2, 3, text(`A2:A${count + 1}`));
      else {
        bench.book.recalculate();
        bench.book.settle();
      }
    });
    const shown = bench.shown(2, 3, count, 1).flat();
    const pending = shown.filter((cell) => cell.startsWith('#TT PENDING')).length;
    const broken = shown.filter((cell) => cell.startsWith('#') && !cell.startsWith('#TT PENDING'));
    const message = broken.length > 0 ? `, ${broken.length} × ${broken[0]!.slice(0, 40)}` : '';
    lines.push({
      ...traffic,
      what: turn === 1 ? what : `  recalculated (${turn})`,
      ids: count,
      answered: `${count - pending - broken.length} of ${count}${message}`,
    });
    console.error(
      `  ${what}, ${count} ids, turn ${turn}: ${lines.at(-1)!.answered}, ${seconds(traffic.longestMs)} s`,
    );
    if (pending === 0) break;
  }
  return lines;
}

/** A formula in each row, as people fill columns: each is a run of the script. */
function formulaInEachRow(what: string, count: number, text: (row: number) => string): Line {
  const { bench, ids, measure } = metered();
  fillIds(bench.grid, ids(count));
  const traffic = measure(() => {
    bench.put(
      2,
      3,
      Array.from({ length: count }, (_x, i) => [text(i + 2)]),
    );
    bench.book.settle();
  });
  const answered = bench
    .shown(2, 3, count, 1)
    .flat()
    .filter((cell) => cell !== '' && !cell.startsWith('#')).length;
  return { ...traffic, what, ids: count, answered: `${answered} of ${count}` };
}

/** More formulas of one cell each take this computer long. */
const EACH_ROW = 1000;

/** Runs the job twice: first CAVE must make the skeletons, then they exist. */
function job(count: number): Line[] {
  const { bench, ids, measure } = metered();
  fillIds(bench.grid, ids(count));
  return ['details job, 7 columns', 'details job, skeletons made before', SLOW_GOAL.what].map((what) => {
    if (what === SLOW_GOAL.what) bench.cave.setFaults(SLOW);
    return detailsJob(bench, measure, count, what);
  });
}

function detailsJob(bench: Workbench, measure: MeteredBench['measure'], count: number, what: string): Line {
  let answered = '';
  const traffic = measure(() => {
    let job = bench.call('startJob', [plan(bench, { headers: HEADERS })]);
    while (job.state === 'running') job = bench.call('stepJob', [job.id]);
    console.error(`  ${what}, ${count} ids: ${job.state}`);
    const reasons = job.failures.map(({ code, count: rows }) => `, ${rows} × ${code}`);
    answered = `${job.state}: ${job.done} of ${job.total}${reasons.join('')}`;
  });
  return { ...traffic, what, ids: count, answered };
}

const COUNTED = ['requests', 'roundTrips', 'bytesUp', 'bytesDown', 'ms', 'executions'] as const;

/** Every line needs data that is in no cache, so a figure of 0 means that the meter does not count. */
function refuseUncounted(line: Line): void {
  if (/^0 of|: 0 of/.test(line.answered))
    throw new Error(`${line.what.trim()}, ${line.ids} ids: ${line.answered}`);
  const missing = COUNTED.filter((figure) => !(line[figure] > 0));
  if (missing.length === 0) return;
  throw new Error(`${line.what.trim()}, ${line.ids} ids: the meter counted no ${missing.join(', no ')}`);
}

/** Formulas in rows that share a request, at least. */
const FORMULAS_A_REQUEST = 100;

/** The goal of a line, and whether it was missed. */
function goalOf({ what, ids, ms, longestMs, answered, requests }: Line): string {
  if (what.includes('in each row')) {
    const most = Math.ceil(ids / FORMULAS_A_REQUEST);
    const isMissed = requests > most || !answered.startsWith(`${ids} `);
    return `≤ ${most} requests${isMissed ? ' MISSED' : ''}`;
  }
  if (what === SLOW_GOAL.what) {
    const ratio = ms / ((ids * SLOW.skeletonCostMs) / SLOW.skeletonWorkers);
    if (ids !== SLOW_GOAL.ids) return `${ratio.toFixed(2)} of the service’s own time`;
    return `≤ ${SLOW_GOAL.ratio} of the service’s own time: ${ratio.toFixed(2)}${ratio > SLOW_GOAL.ratio ? ' MISSED' : ''}`;
  }
  if (what.includes('job')) {
    if (what !== DETAILS_GOAL.what || ids !== DETAILS_GOAL.ids) return '';
    return `≤ ${DETAILS_GOAL.seconds} s${ms > 1000 * DETAILS_GOAL.seconds ? ' MISSED' : ''}`;
  }
  const isMissed = longestMs > 1000 * FORMULA_SECONDS || answered.includes('×');
  return `≤ ${FORMULA_SECONDS} s a run, no error${isMissed ? ' MISSED' : ''}`;
}

/** Returns the lines that miss their goals, as texts. `mostOfJobs`: jobs of more ids are left out. */
export function traffic(sizes: readonly number[], mostOfJobs = Number.POSITIVE_INFINITY): string[] {
  const lines: Line[] = [];
  for (const count of sizes) {
    lines.push(...formula('TT_IS_CURRENT', count, (range) => `=TT_IS_CURRENT(${range})`));
    if (count <= EACH_ROW)
      lines.push(formulaInEachRow('TT_IS_CURRENT in each row', count, (row) => `=TT_IS_CURRENT(A${row})`));
    lines.push(...formula('TT_CURRENT_ID, share', count, (range) => `=TT_CURRENT_ID(${range}, TRUE)`));
    lines.push(...formula('TT_DETAILS', count, (range) => `=TT_DETAILS(${range})`));
    if (count <= mostOfJobs) lines.push(...job(count));
  }
  for (const line of lines) refuseUncounted(line);
  console.log(
    `\nTraffic of the built bundle, ${LATENCY_MS} ms an answer, virtual clock; half of the ids are stale\n`,
  );
  table(
    [
      'what',
      'ids',
      'requests',
      'round trips',
      'KB up',
      'KB down',
      's in all',
      'runs',
      'longest s',
      'answered',
      'goal',
    ],
    lines.map((line) => [
      line.what,
      line.ids,
      line.requests,
      line.roundTrips,
      kilobytes(line.bytesUp),
      kilobytes(line.bytesDown),
      seconds(line.ms),
      line.executions,
      seconds(line.longestMs),
      line.answered,
      goalOf(line),
    ]),
  );
  return lines
    .filter((line) => goalOf(line).includes('MISSED'))
    .map((line) => `traffic, ${line.what.trim()}, ${line.ids} ids: goal ${goalOf(line)}`);
}
