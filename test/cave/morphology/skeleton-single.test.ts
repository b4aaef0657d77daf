/** One by one, from servers without the bulk route: only what is there, and in words where even that is unknown. */
import { gzipSync } from 'node:zlib';
import { skeletonCableLength } from '../../../src/cave/morphology/skeleton';
import { bulkSkeletons } from '../../../src/cave/morphology/skeleton-bulk';
import { ServerLimits, type Sink } from '../../../src/cave/morphology/skeleton-service';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import type { HttpRequest } from '../../../src/http/request';
import { errorOf, memory } from '../../support/sandbox-driver';
import { FLAT, manyIds } from '../skeleton-support';
import { json, play, STACK } from '../support';

const ids = manyIds(40);

function ask(exists: RecordedReply, single: (request: HttpRequest) => RecordedReply, asked = ids) {
  const sink: Sink<number> = { use: skeletonCableLength, results: new Map() };
  const work = bulkSkeletons(STACK, asked, new ServerLimits(STACK, memory()), sink);
  const { sent } = play(work, (request) => {
    if (request.url.includes('/bulk/')) return { status: 404, body: '{"message":"not found"}' };
    return request.url.endsWith('/exists') ? exists : single(request);
  });
  const singles = sent.filter(({ url }) => url.endsWith('/flatdict') && !url.includes('/bulk/'));
  return { results: sink.results, singles };
}

const FILE: RecordedReply = { body: gzipSync(FLAT) };

test('what is not there is not asked for: that route would wait for it', () => {
  const { results, singles } = ask(
    json(Object.fromEntries(ids.map((id, i) => [id, i % 2 === 0]))),
    () => FILE,
  );
  expect([...results]).toEqual(ids.filter((_id, i) => i % 2 === 0).map((id) => [id, 17]));
  expect(singles.map(({ method, url }) => [method, url])[0]).toEqual([
    'GET',
    `https://local.test/skeletoncache/api/v1/minnie65_public/precomputed/skeleton/4/${ids[0]}/flatdict`,
  ]);
});

test('one id has a bare boolean', () => {
  expect([...ask({ body: 'true' }, () => FILE, [ids[0]!]).results]).toEqual([[ids[0], 17]]);
  expect(ask({ body: 'false' }, () => FILE, [ids[0]!]).results.size).toBe(0);
});

test('a body of null is a damaged file, a failure fails its own row', () => {
  const there = json(Object.fromEntries(ids.slice(0, 3).map((id) => [id, true])));
  const { results } = ask(there, ({ url }) =>
    url.includes(ids[0]!) ? { body: 'null' } : url.includes(ids[1]!) ? { status: 503, body: '' } : FILE,
  );
  expect(ids.slice(0, 3).map((id) => results.get(id))).toMatchObject([
    { code: 'FAULT' },
    { code: 'DOWN' },
    17,
  ]);
});

test('a server that knows no such question is too old, and says so', () => {
  const old = () => ask({ status: 404, body: '' }, () => FILE);
  expect(errorOf(old)).toMatchObject({ code: 'NONE', message: expect.stringContaining('0.9 or newer') });
});
