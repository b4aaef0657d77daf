/** Sizes of the steps that a long run is cut into: as many ids as fill a step's time and traffic. */
export interface StepTarget {
  /** Milliseconds of a step. A shorter measurement than `shortestMs` says nothing of the pace. */
  ms: number;
  shortestMs: number;
  /** Bytes of a step's replies. */
  bytes: number;
  /** How many times larger than the step before. */
  growth: number;
  least: number;
  most: number;
}

/** What the last step took. */
export interface StepCost {
  ms: number;
  bytes: number;
}

export function nextStepSize(ids: number, cost: StepCost, target: StepTarget): number {
  const byTime = target.ms / Math.max(cost.ms, target.shortestMs);
  const byBytes = target.bytes / Math.max(cost.bytes, 10_000);
  const size = Math.floor(ids * Math.min(byTime, byBytes, target.growth));
  return Math.max(target.least, Math.min(target.most, size));
}
