/**
 * How long a column takes on a number of instances, and what it costs. Simulates the queue, cold starts and the
 * splitting into parts (src/companion/columns), with a measured time per id. Nothing is random, so figures are
 * reproducible.
 */

import { partSize } from '../src/companion/columns/part-size';
import { cut, type Range } from '../src/companion/columns/ranges';
import { FAN_OUT } from '../src/companion/columns/run-part';

export interface FleetFacts {
  /** Measured milliseconds per id, and the fixed milliseconds per part. */
  msPerId: number;
  msPerPart: number;
  /** From the first request to a new instance until it answers. */
  coldStartMs: number;
  /** Between a task's creation and its delivery. */
  deliveryMs: number;
  /** Parts that one instance runs at the same time. */
  partsAtOnce: number;
  idsPerStep: number;
}

/** List prices as in docs/companion.md, in dollars. */
export const PRICES = { instanceSecond: 0.000053, write: 5e-6, read: 4e-7, task: 4e-7 };

export interface FleetTime {
  seconds: number;
  parts: number;
  instanceSeconds: number;
  dollars: number;
}

interface Slot {
  freeAt: number;
  busyMs: number;
}

/** Like `createRunPart`: splits a long range, and delivers its parts like any task. */
export function fleetTime(ids: number, instances: number, facts: FleetFacts): FleetTime {
  const { msPerId, msPerPart, coldStartMs, deliveryMs, partsAtOnce, idsPerStep } = facts;
  const size = partSize({ idsPerStep }, [{ from: 0, to: 1, failed: 0, ms: msPerId }]);
  const slots: Slot[] = Array.from({ length: instances * partsAtOnce }, () => ({
    freeAt: coldStartMs,
    busyMs: 0,
  }));
  let tasks: { range: Range; at: number }[] = [{ range: { from: 0, to: ids }, at: deliveryMs }];
  let parts = 0;
  let deliveries = 0;
  let end = 0;
  while (tasks.length > 0) {
    const next: typeof tasks = [];
    for (const { range, at } of tasks.sort((a, b) => a.at - b.at)) {
      deliveries++;
      const slot = slots.reduce((first, other) => (other.freeAt < first.freeAt ? other : first));
      const startAt = Math.max(slot.freeAt, at);
      const length = range.to - range.from;
      const isLong = length > size * 1.5;
      const ms = isLong ? msPerPart : msPerPart + length * msPerId;
      slot.freeAt = startAt + ms;
      slot.busyMs += ms;
      if (isLong) {
        for (const child of cut(range, size, FAN_OUT))
          next.push({ range: child, at: slot.freeAt + deliveryMs });
        continue;
      }
      parts++;
      end = Math.max(end, slot.freeAt);
    }
    tasks = next;
  }
  const busySeconds = slots.reduce((sum, { busyMs }) => sum + busyMs, 0) / 1000;
  const instanceSeconds = busySeconds / partsAtOnce + instances * (coldStartMs / 1000);
  // Per part: the lease is taken, renewed every 5 s and deleted, and an answer is stored every 20 s; as many reads.
  const writes = parts * 3 + busySeconds / 5 + busySeconds / 20;
  const dollars =
    instanceSeconds * PRICES.instanceSecond +
    writes * (PRICES.write + 2 * PRICES.read) +
    deliveries * PRICES.task;
  return { seconds: end / 1000, parts, instanceSeconds, dollars };
}
