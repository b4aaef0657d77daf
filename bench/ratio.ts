/** One comparison of a bench: medians of alternating runs in one sitting. */
import { requireWork, table } from './table';

export { median } from './table';

export interface Ratio {
  what: string;
  /** Milliseconds, median. */
  ours: number;
  /** What a run of ours gave: hits, faces, objects, answers. A row without any is no measurement. */
  work: number;
  other: string;
  /** Milliseconds, median; null where the other could not be run here. */
  theirs: number | null;
  /** The most that ours / theirs may be, where the project has set one. */
  goal?: number;
  /** Remarks on the figures: hits compared, faces, memory. */
  note?: string;
}

const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));

export function printRatios(title: string, ratios: readonly Ratio[]): void {
  for (const { what, ours, theirs, work } of ratios) {
    requireWork(what, {
      work,
      'milliseconds of ours': ours,
      ...(theirs === null ? {} : { 'milliseconds of the other': theirs }),
    });
  }
  console.log(`\n${title}`);
  table(
    ['what', 'ours ms', 'other', 'ms', 'ratio', 'goal', 'note'],
    ratios.map(({ what, ours, other, theirs, goal, note }) => [
      what,
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
}
