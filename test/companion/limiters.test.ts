/** What bounds one person: requests at once, new jobs in a minute, what a worker remembers. */
import { perMinute } from '../../src/companion/jobs/perMinute';
import { perPerson } from '../../src/companion/perPerson';
import { personMemories } from '../../src/companion/work/personMemory';

test('so many at once, each person apart; an end makes room, a failure too', async () => {
  const held = perPerson(2);
  const ends: ((fails: boolean) => void)[] = [];
  const work = () =>
    new Promise<string>((resolve, reject) => {
      ends.push((fails) => (fails ? reject(new Error('x')) : resolve('done')));
    });
  const first = held('a', work);
  const second = held('a', work);
  await expect(held('a', work)).rejects.toMatchObject({ code: 'BUSY', retryAfter: 5 });
  const other = held('b', work);
  ends[0]!(false);
  expect(await first).toBe('done');
  const third = held('a', work);
  ends[1]!(true);
  await expect(second).rejects.toThrow('x');
  for (const end of ends.slice(2)) end(false);
  expect(await Promise.all([other, third])).toEqual(['done', 'done']);
});

test('so many a minute, filling again evenly', () => {
  let clock = 0;
  const take = perMinute(3, () => clock);
  for (let i = 0; i < 3; i++) take('a');
  take('b');
  expect(() => take('a')).toThrow(expect.objectContaining({ code: 'BUSY', retryAfter: 20 }));
  clock += 20_001;
  take('a');
  expect(() => take('a')).toThrow('many jobs at once');
});

test('a worker’s memory: apart for each person, for its time, and bounded', () => {
  let clock = 0;
  const memories = personMemories(() => clock);
  const { memory, learned } = memories('a');
  memory.put('stack', 'shape', 10);
  learned.add('cave.lab.example');
  expect(memories('b').memory.get('stack')).toBeNull();
  expect(memories('b').learned.size).toBe(0);
  expect(memories('a').memory.get('stack')).toBe('shape');
  clock += 10_001;
  expect(memory.get('stack')).toBeNull();
  memory.put('big', 'x'.repeat(1_000_001), 10);
  expect(memory.get('big')).toBeNull();
  for (let i = 0; i < 100; i++) memory.put(`k${i}`, 'v', 10);
  expect([memory.get('k0'), memory.get('k99')]).toEqual([null, 'v']);
  for (let i = 0; i < 100; i++) memories(`p${i}`);
  expect(memories('a').learned.size).toBe(0);
});
