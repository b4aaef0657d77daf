/** One comparison of a bench: medians of alternating runs in one sitting. */

export interface Ratio {
  what: string;
  /** Milliseconds, median. */
  ours: number;
  other: string;
  /** Milliseconds, median; null where the other could not be run here. */
  theirs: number | null;
  /** The most that ours / theirs may be, where the project has set one. */
  goal?: number;
  /** What the figures do not say: hits agreed on, faces, memory. */
  note?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
