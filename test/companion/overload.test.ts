/** More than the service can do: some are answered, the others told when to come again, and then it is as before. */
import { eventually } from './support/eventually';
import { BANC, type Local, type LocalCave, localCave, localService } from './support/service';

let cave: LocalCave;
let local: Local;
beforeAll(async () => {
  cave = await localCave();
  local = await localService(cave.origin, { limits: { queued: 8, perPerson: 40, workers: 2 } });
});
afterAll(async () => {
  await local.close();
  await cave.close();
});

const ask = async (claims: object = {}) =>
  local.ask('/v1/tools/check_seg_freshness', {
    headers: await local.headers(await local.issuer.token(claims as never), cave.cave.token),
    body: { server: cave.origin, datastack: BANC, args: {}, ids: ['720575941473274509'] },
  });

test('a hundred at once: answers or BUSY with Retry-After, nothing else', async () => {
  expect((await ask()).status).toBe(200);
  const replies = await Promise.all(Array.from({ length: 100 }, (_v, i) => ask({ sub: String(i % 10) })));
  const statuses = new Set(replies.map(({ status }) => status));
  expect([...statuses].sort()).toEqual([200, 503]);
  for (const { status, headers, body } of replies) {
    if (status !== 503) continue;
    expect(headers.get('retry-after')).toBe('5');
    expect(body).toMatchObject({ error: { code: 'BUSY', retryAfter: 5 } });
  }
  expect((await ask()).status).toBe(200);
  expect(local.runner.state()).toMatchObject({ running: 0, waiting: 0 });
});

test('one person alone cannot take all', async () => {
  const replies = await Promise.all(Array.from({ length: 60 }, () => ask()));
  const busy = replies.filter(({ status }) => status === 503);
  expect(busy.length).toBeGreaterThan(0);
  expect(replies.length - busy.length).toBeGreaterThan(0);
});

test('whoever goes away sets the worker free', async () => {
  const gone = new AbortController();
  cave.first.push(({ path }) =>
    path.includes('is_latest_roots')
      ? { status: 200, headers: [], body: new Uint8Array(0), delayMs: 4000 }
      : null,
  );
  const headers = {
    ...(await local.headers(undefined, cave.cave.token)),
    'content-type': 'application/json',
  };
  const body = JSON.stringify({
    server: cave.origin,
    datastack: BANC,
    args: {},
    ids: ['720575941609391725'],
  });
  const pending = fetch(`${local.url}/v1/tools/check_seg_freshness`, {
    method: 'POST',
    headers,
    body,
    signal: gone.signal,
  });
  while (local.runner.state().running === 0) await new Promise((resolve) => setImmediate(resolve));
  gone.abort();
  await expect(pending).rejects.toThrow();
  await eventually(() => local.runner.state().running === 0);
  cave.first.pop();
});
