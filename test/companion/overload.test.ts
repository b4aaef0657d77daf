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

test('as many as it works on and lets wait are all answered; everyone beyond is refused at once', async () => {
  const { workers, queued } = local.limits;
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  cave.first.push(async ({ path }) => {
    if (path.includes('is_latest_roots')) await gate;
    return null;
  });
  const { running, waiting } = await (async () => {
    const held = Array.from({ length: workers + queued }, (_v, i) => ask({ sub: String(i % 10) }));
    await eventually(() => local.runner.state().running + local.runner.state().waiting === held.length);
    // 30 times the capacity: none of them waits, and none takes the place of one that does.
    const beyond = await Promise.all(
      Array.from({ length: 30 * held.length }, (_v, i) => ask({ sub: String(20 + (i % 10)) })),
    );
    expect(new Set(beyond.map(({ status }) => status))).toEqual(new Set([503]));
    expect(new Set(beyond.map(({ headers }) => headers.get('retry-after')))).toEqual(new Set(['5']));
    const state = local.runner.state();
    open();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual(held.map(() => 200));
    return state;
  })();
  cave.first.pop();
  expect({ running, waiting }).toEqual({ running: workers, waiting: queued });
  expect((await ask()).status).toBe(200);
});

test('small work takes no place of a worker: eighty at once are answered where ten have room', async () => {
  const a = Array.from({ length: 1000 }, (_v, i) => [i, 2 * i, 3 * i]);
  const body = { server: cave.origin, datastack: BANC, args: { a, b: [[0, 0, 0]], resolution: '4,4,45' } };
  const people = await Promise.all([1, 2, 3, 4].map((sub) => local.issuer.token({ sub: String(sub) })));
  const replies = await Promise.all(
    Array.from({ length: 80 }, async (_v, i) =>
      local.ask('/v1/tools/calc_3d_distance', { headers: await local.headers(people[i % 4]), body }),
    ),
  );
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  const { table } = replies[79]!.body as { table: number[][] };
  expect(table[1]).toEqual([Math.hypot(4, 8, 135)]);
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
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
