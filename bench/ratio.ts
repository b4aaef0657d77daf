/** One comparison of a bench: medians of alternating runs. */
import { table } from './table';

export { median } from './table';

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
  /** Remarks on the figures: what was compared, or memory. */
  note?: string;
  /** The two answers differ: the row fails. */
  differs?: boolean;
}

const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));

/** Ours / theirs in wall-clock and in processor time; null if it was not measured. */
const clockRatio = ({ ours, theirs }: Ratio): number | null => (theirs === null ? null : ours / theirs);
const processorRatio = ({ processor }: Ratio): number | null =>
  processor ? processor.ours / processor.theirs : null;

const figure = (ratio: number | null): string => (ratio === null ? '' : ratio.toPrecision(2));

function goalOf(ratio: Ratio): string {
  if (ratio.goal === undefined) return '';
  const measured = processorRatio(ratio) ?? clockRatio(ratio);
  return `≤ ${ratio.goal.toPrecision(2)}${measured !== null && measured > ratio.goal ? ' MISSED' : ''}`;
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

export function printRatios(title: string, ratios: readonly Ratio[]): void {
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
      figure(clockRatio(ratio)),
      figure(processorRatio(ratio)),
      goalOf(ratio),
      ratio.note ?? '',
    ]),
  );
  for (const ratio of ratios) requireWork(ratio);
}
