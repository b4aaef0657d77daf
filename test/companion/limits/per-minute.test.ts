/** New jobs of one person in a minute, of all instances together. */
import { perMinute } from '../../../src/companion/limits/per-minute';
import { memoryStore } from '../../../src/companion/state/memory';

test('so many a minute, filling again evenly', async () => {
  let clock = 0;
  const take = perMinute(memoryStore(), 3, () => clock);
  for (let i = 0; i < 3; i++) await take('a', `${i}`);
  await take('b', '0');
  await expect(take('a', '3')).rejects.toMatchObject({ code: 'BUSY', retryAfter: 20 });
  clock += 20_001;
  await take('a', '4');
  await expect(take('a', '5')).rejects.toThrow('many jobs at once');
});

test('ten instances, whose clocks differ by a second, allow no more than one', async () => {
  const store = memoryStore();
  let clock = 1e6;
  const instances = Array.from({ length: 10 }, (_x, i) => perMinute(store, 4, () => clock + 100 * i));
  const allowedCalls = async (): Promise<number> => {
    const all = await Promise.allSettled(
      instances.flatMap((take, i) => [take('a', `${i} 1`), take('a', `${i} 2`)]),
    );
    return all.filter(({ status }) => status === 'fulfilled').length;
  };
  expect(await allowedCalls()).toBe(4);
  clock += 60_000;
  expect(await allowedCalls()).toBe(4);
  clock += 15_000;
  expect(await allowedCalls()).toBe(1);
});

test('one job that all instances get at once is counted once, and again when it is begun anew later', async () => {
  const store = memoryStore();
  let clock = 0;
  const instances = Array.from({ length: 12 }, () => perMinute(store, 2, () => clock));
  await Promise.all(instances.map((take) => take('a', 'one job')));
  await instances[0]!('a', 'another');
  await expect(instances[1]!('a', 'a third')).rejects.toMatchObject({ code: 'BUSY' });
  clock += 30_000;
  await instances[2]!('a', 'one job');
  await expect(instances[3]!('a', 'a third')).rejects.toMatchObject({ code: 'BUSY' });
});

test('a damaged count begins anew; a state that cannot be reached refuses', async () => {
  const store = memoryStore();
  await store.put('limits/jobs/a.json', Buffer.from('{"tokens":"x"}'));
  await perMinute(store, 1, () => 0)('a', '1');
  const lost = {
    ...store,
    get: async () => {
      throw new Error('no state');
    },
  };
  await expect(perMinute(lost, 1, () => 0)('a', '1')).rejects.toThrow('no state');
});
