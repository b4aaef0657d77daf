/**
 * How long a scheduled round takes within the time that Google gives triggers. Shown before a schedule starts to keep a
 * long column fresh.
 */

/** An execution of the hourly trigger is killed at 6 minutes; no step starts after this time. */
export const HOURLY_MS = 210_000;
/** Ids per step: every step reads the whole tab. */
export const MOST_IDS = 2000;
/** Measured on the sandbox at 80 ms per response, rounded up; every job updates the id. */
const ID_MS = 2;
const HEADER_MS: Readonly<Record<string, number>> = {
  volume_um3: 2,
  cable_length: 8,
  point: 2,
  anchor_supervoxel: 2,
};
const OTHER_HEADER_MS = 1;
/** For each reading of the tab, of which a step has several. Assumed: Google's speed is unknown. */
const TAB_ROW_MS = 0.2;

/** Milliseconds of work on a column of `ids` ids. */
export function estimatedMs(ids: number, headers: readonly string[]): number {
  const each = headers.reduce((sum, header) => sum + (HEADER_MS[header] ?? OTHER_HEADER_MS), ID_MS);
  return ids * each + Math.ceil(ids / MOST_IDS) * ids * TAB_ROW_MS;
}

/** Returns '' if one hourly run is enough. */
export function roundWords(ms: number): string {
  const runs = Math.ceil(ms / HOURLY_MS);
  if (runs <= 1) return '';
  const nights = Math.ceil(runs / 24);
  const minutes = HOURLY_MS / 60_000;
  return `about ${runs} hourly runs of ${minutes} min: about ${nights} ${nights === 1 ? 'night' : 'nights'}`;
}
