/** Records, questions and answers in the shared state. */
import { JobStore } from '../../../src/companion/jobs/job-store';
import { newRecord } from '../../../src/companion/jobs/record';
import { memoryStore } from '../../../src/companion/state/memory';
import { Conflict } from '../../../src/companion/state/store';

const ID = 'a'.repeat(32);
const RECORD = newRecord({ id: ID, person: 'p', tool: 'x', byGrant: true, created: 17 });
const make = (): JobStore => new JobStore(memoryStore(), () => 99);

test('a record changes only over the generation that was read', async () => {
  const jobs = make();
  expect(await jobs.find(ID)).toBeNull();
  const generation = await jobs.put(RECORD, '0');
  expect(await jobs.find(ID)).toEqual({ record: RECORD, generation });
  await expect(jobs.put(RECORD, '0')).rejects.toThrow(Conflict);
  await jobs.change(ID, () => ({ words: 'half' }));
  await expect(jobs.put(RECORD, generation)).rejects.toThrow(Conflict);
  await jobs.change(ID, () => null);
  expect((await jobs.find(ID))!.record.words).toBe('half');
  await jobs.change('b'.repeat(32), () => ({ words: 'x' }));
  expect(await jobs.find('b'.repeat(32))).toBeNull();
});

test('ids of a question keep their digits; without it the job says so', async () => {
  const jobs = make();
  await expect(jobs.question(RECORD)).rejects.toMatchObject({ code: 'FAULT' });
  await jobs.putQuestion(RECORD, '{"ids":["18446744073709551615"],"args":{"n":9007199254740993}}');
  const question = await jobs.question(RECORD);
  expect(question.ids).toEqual(['18446744073709551615']);
  expect(String(question.args.n)).toBe('9007199254740993');
});

test('ended once: a second end changes nothing, nor one by another lease', async () => {
  const jobs = make();
  await jobs.put({ ...RECORD, lease: 'mine' }, '0');
  await jobs.putQuestion(RECORD, '{}');
  await jobs.finish(ID, 'other', { state: 'done' });
  expect((await jobs.find(ID))!.record.state).toBe('queued');
  await jobs.finish(ID, 'mine', { state: 'done' });
  await jobs.finish(ID, null, { state: 'cancelled' });
  expect((await jobs.find(ID))!.record).toMatchObject({ state: 'done', ended: 99 });
  await expect(jobs.question(RECORD)).rejects.toMatchObject({ code: 'FAULT' });
});

test('answers belong to one job in time: an older run’s is not a newer one’s', async () => {
  const jobs = make();
  await jobs.putAnswer(RECORD, Uint8Array.of(1, 2));
  expect(await jobs.answer(RECORD)).toEqual(Uint8Array.of(1, 2));
  expect(await jobs.answer({ ...RECORD, created: 18 })).toBeNull();
});
