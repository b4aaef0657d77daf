/** Requests of one person at once, of all instances together. */
import { type PersonLimit, personLimit } from '../../../src/companion/limits/per-person';
import { memoryStore } from '../../../src/companion/state/memory';
import type { SharedStore } from '../../../src/companion/state/store';
import { random } from '../../../workbench/random';

const LEASE_MS = 20_000;

function fleet(count: number, limit: number, store: SharedStore = memoryStore()) {
  const clock = { now: 1e6 };
  const start = (i: number): PersonLimit =>
    personLimit({ store, limit, now: () => clock.now, leaseMs: LEASE_MS, renewMs: 0, instance: `i${i}` });
  return { clock, instances: Array.from({ length: count }, (_x, i) => start(i)) };
}

/** Work that ends when it is told to. */
function holdPlaces() {
  let end = (_fails = false): void => {};
  const done = new Promise<string>((resolve, reject) => {
    end = (fails = false) => (fails ? reject(new Error('x')) : resolve('done'));
  });
  return { work: () => done, end: (fails = false) => end(fails) };
}

test('so many at once, each person apart; an end makes room, a failure too', async () => {
  const { instances } = fleet(1, 2);
  const [limit] = instances as [PersonLimit];
  const [a, b, c, d] = [holdPlaces(), holdPlaces(), holdPlaces(), holdPlaces()];
  const first = limit.run('a', a.work);
  const second = limit.run('a', b.work);
  await expect(limit.run('a', holdPlaces().work)).rejects.toMatchObject({ code: 'BUSY', retryAfter: 5 });
  const other = limit.run('b', c.work);
  a.end();
  expect(await first).toBe('done');
  const third = limit.run('a', d.work);
  b.end(true);
  await expect(second).rejects.toThrow('x');
  for (const each of [c, d]) each.end();
  expect(await Promise.all([other, third])).toEqual(['done', 'done']);
});

test('three instances share twelve slots; what one gives back, another takes', async () => {
  const { instances } = fleet(3, 12);
  const works = Array.from({ length: 36 }, holdPlaces);
  const runs = works.map(({ work }, i) => instances[i % 3]!.run('a', work));
  const states = runs.map((run) =>
    run.then(
      () => 'done',
      (error: Error & { code?: string }) => error.code,
    ),
  );
  let refused = 0;
  for (const state of states) void state.then((code) => (refused += code === 'BUSY' ? 1 : 0));
  while (refused < 24) await new Promise((resolve) => setTimeout(resolve, 1));
  for (const { end } of works) end();
  const found = await Promise.all(states);
  expect(found.filter((state) => state === 'done')).toHaveLength(12);
  expect(found.filter((state) => state === 'BUSY')).toHaveLength(24);
  // Twice: what was needed lately is kept at the first.
  for (let i = 0; i < 2; i++) for (const each of instances) await each.renew();
  const again = await Promise.all(
    Array.from({ length: 12 }, () => instances[0]!.run('a', async () => 'done')),
  );
  expect(again).toHaveLength(12);
});

test('slots of an instance that died are free when its lease has ended; one at work keeps them', async () => {
  const { instances, clock } = fleet(2, 2);
  const [one, two] = instances as [PersonLimit, PersonLimit];
  const work = holdPlaces();
  const run = one.run('a', work.work);
  void one.run('a', holdPlaces().work);
  await new Promise(setImmediate);
  for (let i = 0; i < 10; i++) {
    clock.now += LEASE_MS / 4;
    await one.renew();
    await expect(two.run('a', async () => 'done')).rejects.toMatchObject({ code: 'BUSY' });
  }
  clock.now += LEASE_MS + 1;
  expect(await two.run('a', async () => 'done')).toBe('done');
  work.end();
  expect(await run).toBe('done');
});

test('without the state each instance counts alone', async () => {
  const lost = { ...memoryStore(), get: () => Promise.reject(new Error('no state')) };
  const { instances } = fleet(1, 2, lost);
  const [limit] = instances as [PersonLimit];
  const [a, b] = [holdPlaces(), holdPlaces()];
  const runs = [limit.run('a', a.work), limit.run('a', b.work)];
  await expect(limit.run('a', holdPlaces().work)).rejects.toMatchObject({ code: 'BUSY' });
  for (const each of [a, b]) each.end();
  expect(await Promise.all(runs)).toEqual(['done', 'done']);
});

test('one request after the other looks at the state once', async () => {
  const store = memoryStore();
  let looks = 0;
  const counting = {
    ...store,
    get: (name: string) => {
      looks++;
      return store.get(name);
    },
  };
  const { instances } = fleet(1, 12, counting);
  for (let i = 0; i < 100; i++) await instances[0]!.run('a', async () => i);
  expect(looks).toBe(1);
});

test.each(Array.from({ length: 12 }, (_x, i) => 900 + i))(
  'seed %i: never more than the limit, and none starves',
  async (seed) => {
    const next = random(seed);
    const store = memoryStore();
    const wait = () => new Promise((resolve) => setImmediate(resolve));
    const slow: SharedStore = {
      ...store,
      async get(name) {
        if (next() < 0.5) await wait();
        return store.get(name);
      },
      async put(name, bytes, generation) {
        if (next() < 0.5) await wait();
        return store.put(name, bytes, generation);
      },
    };
    const { instances, clock } = fleet(4, 5, slow);
    const active = new Map<string, number>();
    let most = 0;
    const outcomes = { done: 0, busy: 0 };
    const one = async (person: string): Promise<void> => {
      const limit = instances[Math.floor(next() * 4)]!;
      await limit
        .run(person, async () => {
          active.set(person, (active.get(person) ?? 0) + 1);
          most = Math.max(most, active.get(person)!);
          const turns = Math.floor(next() * 6);
          for (let i = 0; i < turns; i++) await wait();
          active.set(person, active.get(person)! - 1);
        })
        .then(
          () => outcomes.done++,
          () => outcomes.busy++,
        );
    };
    for (let round = 0; round < 12; round++) {
      await Promise.all(Array.from({ length: 8 }, (_x, i) => one(i % 2 === 0 ? 'a' : 'b')));
      clock.now += 5000;
      await Promise.all(instances.map((limit) => limit.renew()));
    }
    expect(most).toBeLessThanOrEqual(5);
    expect(outcomes.done).toBeGreaterThan(48);
  },
);
