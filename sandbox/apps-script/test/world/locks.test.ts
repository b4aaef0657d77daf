/** Locks against a model. */

import { Locks } from '../../src/world/locks';
import { seededRandom } from '../../src/world/random';

test.each([31, 32])('no two executions ever hold one lock, seed %i', (seed) => {
  const random = seededRandom(seed);
  const locks = new Locks();
  const model = new Map<string, string>();
  for (let step = 0; step < 2000; step++) {
    const name = `lock${Math.floor(random() * 3)}`;
    const run = `run${Math.floor(random() * 4)}`;
    const what = random();
    if (what < 0.5) {
      const free = model.get(name) === undefined || model.get(name) === run;
      expect(locks.take(name, run)).toBe(free);
      if (free) model.set(name, run);
    } else if (what < 0.9) {
      locks.release(name, run);
      if (model.get(name) === run) model.delete(name);
    } else {
      locks.releaseAll(run);
      for (const [lock, holder] of model) if (holder === run) model.delete(lock);
    }
    expect(new Set(locks.held())).toEqual(new Set(model.keys()));
    expect(locks.holder(name)).toBe(model.get(name) ?? null);
  }
});

test('a lock held elsewhere becomes free at its time', () => {
  let now = 0;
  const locks = new Locks(() => now);
  locks.occupy('lock', 100);
  expect([locks.take('lock', 'run'), locks.freeAt('lock'), locks.holder('lock')]).toEqual([
    false,
    100,
    'elsewhere',
  ]);
  now = 100;
  expect([locks.take('lock', 'run'), locks.freeAt('lock')]).toEqual([true, null]);
});
