/** Requests of one person at once. */
import { perPerson } from '../../../src/companion/limits/per-person';

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
