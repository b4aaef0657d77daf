/** Comparisons of a bench: medians of alternating rounds, and of several runs. */
import { median, table } from './table';

export { median };

export interface Ratio {
  what: string;
  /** Milliseconds, median. */
  ours: number;
  /** The amount of work in that time: a row without work fails. */
  work: [count: number, unit: string];
  other: string;
  /** Milliseconds, median; null if the other program could not run here. */
  theirs: number | null;
  /** Median processor milliseconds of both, which other programs do not change. If given, the goal is held against them. */
  processor?: { ours: number; theirs: number };
  /** The most that ours / theirs may be, if the project has a goal. */
  goal?: number;
  /** The goal is held against the clock as well as against the processor's time. */
  clockCounts?: boolean;
  /** Remarks on the figures: what was compared, or memory. */
  note?: string;
  /** The two answers differ: the row fails. */
  differs?: boolean;
  /** The least and the greatest ratio, by the clock and of the processor, if the row is the median of several runs. */
  spread?: { clock: Range | null; processor: Range | null };
}

type Range = [least: number, most: number];

const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));

/** Ours / theirs in wall-clock and in processor time; null if it was not measured. */
const clockRatio = ({ ours, theirs }: Ratio): number | null => (theirs === null ? null : ours / theirs);
const processorRatio = ({ processor }: Ratio): number | null =>
  processor ? processor.ours / processor.theirs : null;

/** All comparisons together take long, so each is reported when it is done. */
export function reportRow(ratio: Ratio): Ratio {
  const { what, ours, other, theirs, processor } = ratio;
  const counted = processor ? `; processor ${ms(processor.ours)}, ${ms(processor.theirs)}` : '';
  console.error(`  ${what}: ${ms(ours)} ms, ${other} ${theirs === null ? 'not run' : ms(theirs)}${counted}`);
  return ratio;
}

const figure = (ratio: number | null, range: Range | null = null): string => {
  if (ratio === null) return '';
  return range === null
    ? ratio.toPrecision(2)
    : `${ratio.toPrecision(2)} (${range.map((end) => end.toPrecision(2)).join('–')})`;
};

/**
 * Medians of the same rows measured several times, with the spread of their ratios. Throws if any run had a row without
 * work, or other rows than the first run.
 */
export function medianRatios(runs: readonly (readonly Ratio[])[]): Ratio[] {
  for (const run of runs) for (const ratio of run) requireWork(ratio);
  const [first, ...others] = runs;
  if (first === undefined || others.length === 0) return [...(first ?? [])];
  return first.map((row, i) => {
    const rows = runs.map((run) => run[i]!);
    if (rows.some((other) => other?.what !== row.what || other.other !== row.other)) {
      throw new Error(`${row.what}: another run measured something else in its place`);
    }
    const theirs = numbersOf(rows, (one) => one.theirs);
    const [mine, counted] = [
      numbersOf(rows, ({ processor }) => processor?.ours),
      numbersOf(rows, ({ processor }) => processor?.theirs),
    ];
    return {
      ...rows.at(-1)!,
      ours: median(rows.map(({ ours }) => ours)),
      theirs: theirs.length > 0 ? median(theirs) : null,
      ...(mine.length > 0 ? { processor: { ours: median(mine), theirs: median(counted) } } : {}),
      spread: { clock: rangeOf(rows, clockRatio), processor: rangeOf(rows, processorRatio) },
    };
  });
}

const numbersOf = (rows: readonly Ratio[], take: (ratio: Ratio) => number | null | undefined): number[] =>
  rows.map(take).filter((value): value is number => typeof value === 'number');

function rangeOf(rows: readonly Ratio[], take: (ratio: Ratio) => number | null): Range | null {
  const ratios = numbersOf(rows, take);
  return ratios.length === 0 ? null : [Math.min(...ratios), Math.max(...ratios)];
}

function goalOf(ratio: Ratio): string {
  const { goal, clockCounts = false } = ratio;
  if (goal === undefined) return '';
  const [clock, processor] = [clockRatio(ratio), processorRatio(ratio)];
  const isMissed = (measured: number | null) => measured !== null && measured > goal;
  const text = `≤ ${goal.toPrecision(2)}`;
  if (!clockCounts || processor === null) return `${text}${isMissed(processor ?? clock) ? ' MISSED' : ''}`;
  const missed = [isMissed(clock) ? 'clock' : '', isMissed(processor) ? 'processor' : ''].filter(Boolean);
  return missed.length === 0 ? text : `${text} MISSED: ${missed.join(', ')}`;
}

/** Throws if nothing was measured, no work was done, or the answers differ. */
export function requireWork(ratio: Ratio): void {
  const { what, ours, work, other, theirs, processor, note, differs } = ratio;
  const [count, unit] = work;
  if (!(count > 0)) throw new Error(`${what}: ${count} ${unit}, so that nothing was measured`);
  if (!(ours > 0)) throw new Error(`${what}: it took ${ours} ms`);
  if (theirs !== null && !(theirs > 0)) throw new Error(`${what}: ${other} took ${theirs} ms`);
  if (processor && !(processor.ours > 0 && processor.theirs > 0)) {
    throw new Error(`${what}: ${processor.ours} and ${processor.theirs} ms of the processor`);
  }
  if (differs) throw new Error(`${what}: another answer than ${other}’s: ${note}`);
}

/** Returns the rows that miss their goals, as texts. Throws for a row without work. */
export function printRatios(title: string, ratios: readonly Ratio[]): string[] {
  if (ratios.length === 0) throw new Error(`${title}: nothing was measured`);
  console.log(`\n${title}`);
  table(
    ['what', 'work', 'ours ms', 'other', 'ms', 'ratio', 'of processor', 'goal', 'note'],
    ratios.map((ratio) => [
      ratio.what,
      ratio.work.join(' '),
      ms(ratio.ours),
      ratio.other,
      ratio.theirs === null ? 'not run' : ms(ratio.theirs),
      figure(clockRatio(ratio), ratio.spread?.clock),
      figure(processorRatio(ratio), ratio.spread?.processor),
      goalOf(ratio),
      ratio.note ?? '',
    ]),
  );
  for (const ratio of ratios) requireWork(ratio);
  return ratios
    .filter((ratio) => goalOf(ratio).includes('MISSED'))
    .map((ratio) => `${title}, ${ratio.what}, ${ratio.other}: goal ${goalOf(ratio)}`);
}
