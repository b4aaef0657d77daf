/**
 * Every operation on files and folders with 30 % faults of each kind, and killed at every request, before or after it is carried out: nothing is lost,
 * nothing half-written has a final name, and running it again finishes. Copies of folders have a test of their own.
 */
import { asTtError, TtError } from '../../../../src/core/errors';
import { LONG } from '../../../../workbench/long';
import { random } from '../../../../workbench/random';
import {
  after,
  expectNothingLost,
  NAMED_OPERATIONS as named,
  type Operation,
  stateOf,
  worldOf,
} from './operations';
import { type BucketBench, bucketBench, FAULTS } from './support';

let bench: BucketBench;
beforeEach(() => {
  bench = bucketBench();
});
afterEach(() => bench.close());

function start(operation: Operation): void {
  bench.close();
  bench = worldOf(operation);
}

/** Answers whether all is done; done already counts too: what is gone is not there. */
function attempt({ tool, args }: Operation): boolean {
  try {
    return bench.rows(tool, args).every(({ remarks }) => !(remarks instanceof TtError));
  } catch (error) {
    const { code, transient, message } = asTtError(error);
    if (code === 'NONE') {
      expect(message).toMatch(/if an earlier run (?:moved|deleted) it, nothing is left to do/i);
      return true;
    }
    expect([message, transient]).toEqual([message, true]);
    return false;
  }
}

/** The seventh loses the replies of an upload and of the question after it. */
const SEEDS = LONG ? Array.from({ length: 60 }, (_none, n) => n + 1) : [1, 7];
test.each(named)(`30 %% faults, seeds ${SEEDS.join(', ')}: %s`, (_name, operation) => {
  for (const seed of SEEDS) {
    start(operation);
    const chance = random(seed);
    bench.intercept = (_request, send) => {
      const fault = FAULTS[Math.floor(chance() * FAULTS.length)]!;
      const lot = chance();
      if (lot < 0.15) return fault();
      // It arrived, and its reply is lost.
      const reply = send();
      return lot < 0.3 ? fault() : reply;
    };
    let isDone = false;
    for (let run = 0; run < 30 && !isDone; run++) {
      isDone = attempt(operation);
      expectNothingLost(bench, operation);
    }
    expect([seed, isDone, stateOf(bench)]).toEqual([seed, true, after(operation)]);
  }
});

const kills = named.flatMap(([name, operation]) =>
  (['before', 'after'] as const).map((when) => [when, name, operation] as const),
);
test.each(kills)('killed %s every request is carried out: %s', (when, _name, operation) => {
  for (let stop = 0; ; stop++) {
    start(operation);
    let left = stop;
    let isKilled = false;
    bench.intercept = (_request, send) => {
      left -= 1;
      if (left >= 0) return send();
      if (!isKilled && when === 'after') send();
      isKilled = true;
      throw new Error('killed');
    };
    try {
      bench.rows(operation.tool, operation.args);
    } catch (error) {
      expect(error).not.toBeInstanceOf(TtError);
    }
    bench.intercept = null;
    expectNothingLost(bench, operation);
    expect(attempt(operation)).toBe(true);
    expect([stop, stateOf(bench)]).toEqual([stop, after(operation)]);
    if (!isKilled) return;
  }
});
