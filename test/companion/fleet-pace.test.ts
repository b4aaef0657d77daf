/** One pace for each host: what one instance is refused, another does not ask for, through workers and shared state. */
import { memoryStore } from '../../src/companion/state/memory';
import { eventually } from './support/eventually';
import { BANC, type Local, type LocalCave, localCave, localService } from './support/service';

const WAIT_SECONDS = 300;
let cave: LocalCave;
let instances: Local[];
/** Requests for freshness that reached CAVE, and whether it refuses the next one. */
let arrived = 0;
let refuses = false;
beforeAll(async () => {
  cave = await localCave();
  cave.first.push(({ path }) => {
    if (!path.includes('is_latest_roots')) return null;
    arrived++;
    if (!refuses) return null;
    refuses = false;
    return { status: 429, headers: [['retry-after', String(WAIT_SECONDS)]], body: new Uint8Array(0) };
  });
  const store = memoryStore();
  instances = await Promise.all(
    [1, 2].map(() => localService(cave.origin, { store, lookMs: 20, limits: { workers: 1 } })),
  );
});
afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.close()));
  await cave.close();
});

async function ask(instance: Local): Promise<{ code: string; retryAfter: number }> {
  const { body } = await instance.ask('/v1/tools/check_seg_freshness', {
    headers: await instance.headers(undefined, cave.cave.token),
    body: { server: cave.origin, datastack: BANC, args: {}, ids: ['720575941473274509'] },
  });
  const { error, rows } = body as { error?: object; rows?: { error?: object }[] };
  return { code: '', retryAfter: 0, ...(error ?? rows?.[0]?.error) };
}

test('a 429 at one instance keeps the other from asking, for as long as it says', async () => {
  const [one, other] = instances as [Local, Local];
  expect([(await ask(one)).code, (await ask(other)).code]).toEqual(['', '']);
  refuses = true;
  expect((await ask(one)).code).toBe('BUSY');
  const refusal = await eventually(async () => {
    const answer = await ask(other);
    return answer.code === '' ? null : answer;
  }, 400);
  expect(refusal.code).toBe('BUSY');
  expect(refusal.retryAfter).toBeGreaterThan(WAIT_SECONDS / 2);
  expect(refusal.retryAfter).toBeLessThanOrEqual(WAIT_SECONDS);
  const before = arrived;
  expect([(await ask(one)).code, (await ask(other)).code]).toEqual(['BUSY', 'BUSY']);
  expect(arrived).toBe(before);
});
