/** Policies by name: their bounds, their clock, and confirmations that hold for one run. */
import { type PolicyName, runPolicy } from '../../../src/tools/runner/run-policies';

const clock = () => {
  let at = 1_000_000;
  return { now: () => at, random: () => 0.25, advance: (ms: number) => (at += ms) };
};

test.each<[PolicyName, number | undefined, number | undefined]>([
  ['formula', 20_000, 8_000],
  ['interactive', 240_000, 15_000],
  ['lookup', 60_000, 15_000],
  ['jobStep', 240_000, undefined],
  ['report', 60_000, undefined],
  ['companionCall', 30_000, 5_000],
  ['companionTask', undefined, undefined],
  ['commandLine', undefined, undefined],
])('%s begins no request after %p ms and waits %p ms at most', (name, budget, wait) => {
  const { deadline, maxWaitMs } = runPolicy(name, clock());
  expect([deadline, maxWaitMs]).toEqual([budget && 1_000_000 + budget, wait]);
});

test('the deadline counts from where the run began; the clock goes on', () => {
  const time = clock();
  time.advance(5_000);
  const policy = runPolicy('jobStep', time, 1_000_000);
  expect(policy.deadline).toBe(1_240_000);
  time.advance(1);
  expect([policy.now(), policy.random()]).toEqual([1_005_001, 0.25]);
});

test('no run shares its confirmations with another', () => {
  const time = clock();
  expect(runPolicy('formula', time).confirmations).toBeInstanceOf(Map);
  expect(runPolicy('formula', time).confirmations).not.toBe(runPolicy('formula', time).confirmations);
});
