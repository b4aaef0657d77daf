/** When things happened: two years of edits up to the day the sandbox starts. */

export interface Timeline {
  /** The segmentation was ingested; original segments begin here. */
  ingest: number;
  /** First and last possible edit. */
  start: number;
  end: number;
  /** Times of the materialized versions, oldest first. */
  versions: { version: number; time: number }[];
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
      { version: 626, time: at(190) },
      { version: 888, time: at(35) },
      { version: 902, time: at(2) },
    ],
  };
}
