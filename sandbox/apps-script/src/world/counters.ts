/** Counters of an execution's calls, so that tests can assert round trips. */

export interface Counters {
  /** Calls by `Class.method`. */
  calls: Record<string, number>;
  /** Requests sent by UrlFetchApp. */
  fetches: number;
  /** Calls of fetch and fetchAll: the user waits for each of them. */
  roundTrips: number;
  propertyReads: number;
  propertyWrites: number;
  cacheReads: number;
  cacheWrites: number;
  sheetReads: number;
  sheetWrites: number;
}

export function newCallCounters(): Counters {
  return {
    calls: {},
    fetches: 0,
    roundTrips: 0,
    propertyReads: 0,
    propertyWrites: 0,
    cacheReads: 0,
    cacheWrites: 0,
    sheetReads: 0,
    sheetWrites: 0,
  };
}

export function addCounters(into: Counters, from: Counters): void {
  for (const [name, count] of Object.entries(from.calls)) into.calls[name] = (into.calls[name] ?? 0) + count;
  for (const key of Object.keys(from) as (keyof Counters)[]) {
    if (key !== 'calls') into[key] += from[key];
  }
}
