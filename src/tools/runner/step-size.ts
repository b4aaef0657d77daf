/** Sizes the steps of a long run: as many ids as fill a step's limits of time and traffic. */
export interface StepTarget {
  /** Duration of a step in ms. A measurement shorter than `shortestMs` says nothing about the speed. */
  ms: number;
  shortestMs: number;
  /** Bytes of replies per step. */
  bytes: number;
  /** Limit of the factor by which a step grows. */
  growth: number;
  least: number;
  most: number;
}

/** The cost of the last step. */
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
