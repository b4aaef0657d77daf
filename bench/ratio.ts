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
  /** The most that ours / theirs may be, if the project has a goal. */
  goal?: number;
  /** Remarks on the figures: what was compared, or memory. */
  note?: string;
  /** The two answers differ: the row fails. */
  differs?: boolean;
}

const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));

/** Throws if nothing was measured, no work was done, or the answers differ. */
export function requireWork({ what, ours, work: [count, unit], other, theirs, note, differs }: Ratio): void {
  if (!(count > 0)) throw new Error(`${what}: ${count} ${unit}, so that nothing was measured`);
  if (!(ours > 0)) throw new Error(`${what}: it took ${ours} ms`);
  if (theirs !== null && !(theirs > 0)) throw new Error(`${what}: ${other} took ${theirs} ms`);
  if (differs) throw new Error(`${what}: another answer than ${other}’s: ${note}`);
}

export function printRatios(title: string, ratios: readonly Ratio[]): void {
  if (ratios.length === 0) throw new Error(`${title}: nothing was measured`);
  console.log(`\n${title}`);
  table(
    ['what', 'work', 'ours ms', 'other', 'ms', 'ratio', 'goal', 'note'],
    ratios.map(({ what, work, ours, other, theirs, goal, note }) => [
      what,
      work.join(' '),
      ms(ours),
      other,
      theirs === null ? 'not run' : ms(theirs),
      theirs === null ? '' : (ours / theirs).toPrecision(2),
      goal === undefined
        ? ''
        : `≤ ${goal.toPrecision(2)}${theirs !== null && ours / theirs > goal ? ' MISSED' : ''}`,
      note ?? '',
    ]),
  );
  for (const ratio of ratios) requireWork(ratio);
}
