/** The bound of the whole process: which run ends, and that nothing is measured while nothing runs. */
import { MemoryWatch } from '../../../src/companion/work/memory-watch';
import type { PooledWorker } from '../../../src/companion/work/pooled-worker';
import { actorLimits } from '../support/pool';

interface Double {
  startedAt: number;
  errors: string[];
  end(error: Error): void;
}
const double = (startedAt: number): Double => {
  const errors: string[] = [];
  return { startedAt, errors, end: (error) => errors.push(error.message) };
};

let resident = 0;
let measured = 0;
const watchOver = (workers: () => Double[]): MemoryWatch =>
  new MemoryWatch(actorLimits({ serviceMb: 100 }), workers as unknown as () => PooledWorker[], () => {
    measured++;
    return resident;
  });

test('above the limit the run that began first ends, one at each check', () => {
  const [young, old] = [double(2000), double(1000)];
  let busy = [young, old];
  const watch = watchOver(() => busy);
  resident = 100e6;
  watch.check();
  expect([young.errors, old.errors]).toEqual([[], []]);
  resident = 100e6 + 1;
  watch.check();
  expect(young.errors).toEqual([]);
  expect(old.errors).toEqual([expect.stringMatching(/limit of 100 MB of the whole process/)]);
  busy = [young];
  watch.check();
  expect([young.errors.length, old.errors.length]).toEqual([1, 1]);
});

test('checks every 200 ms from the start of a run until none is left', () => {
  jest.useFakeTimers();
  try {
    let busy = [double(1)];
    resident = 0;
    measured = 0;
    const watch = watchOver(() => busy);
    watch.start();
    watch.start();
    jest.advanceTimersByTime(1000);
    expect(measured).toBe(5);
    busy = [];
    jest.advanceTimersByTime(200);
    expect(jest.getTimerCount()).toBe(0);
    busy = [double(1)];
    watch.start();
    jest.advanceTimersByTime(200);
    expect(measured).toBe(6);
    watch.stop();
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});
