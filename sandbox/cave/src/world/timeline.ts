/** The times of the world: two years of edits up to the day on which the sandbox starts. */

export interface Timeline {
  /** Time at which the segmentation was ingested; original segments begin here. */
  ingest: number;
  /** Times of the first and the last possible edit. */
  start: number;
  end: number;
  /** Oldest first. */
  versions: MaterializedVersion[];
}

export interface MaterializedVersion {
  version: number;
  /** In ms. */
  time: number;
  /** An expired version is listed only on request, and its database no longer exists. */
  valid: boolean;
  /** True: each table is one flat table. False: annotations and segmentation are separate. */
  merged: boolean;
}

const DAY = 86_400_000;

export function timelineUpTo(now: number): Timeline {
  const end = Math.floor(now / DAY) * DAY - DAY;
  const start = end - 730 * DAY;
  // Materialization runs in the early morning, UTC.
  const at = (days: number): number => end - days * DAY + (7 * 60 + 10) * 60_000;
  return {
    ingest: start - 30 * DAY,
    start,
    end,
    versions: [
      { version: 626, time: at(190), valid: false, merged: true },
      { version: 888, time: at(35), valid: true, merged: false },
      { version: 902, time: at(2), valid: true, merged: true },
    ],
  };
}

/** UTC without a zone, with microseconds, as the service stores the times of versions. */
export const iso = (time: number): string => `${new Date(time).toISOString().slice(0, -1)}456`;
