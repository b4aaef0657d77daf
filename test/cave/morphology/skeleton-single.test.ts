/** One by one, from servers without the bulk route: only what is there, and in words where even that is unknown. */
import { gzipSync } from 'node:zlib';
import { skeletonCableLength } from '../../../src/cave/morphology/skeleton';
import { bulkSkeletons } from '../../../src/cave/morphology/skeleton-bulk';
import { ServerLimits, type Sink } from '../../../src/cave/morphology/skeleton-service';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import type { HttpRequest } from '../../../src/http/request';
import { errorOf, memory } from '../../support/sandbox-driver';
import { FLAT, FLAT_ID, manyIds } from '../skeleton-support';
import { json, play, STACK } from '../support';

const ids = manyIds(40);

const idIn = (url: string) => /\/([0-9]+)\/flatdict$/.exec(url)![1]!;

function ask(exists: RecordedReply, single: (request: HttpRequest) => RecordedReply, requests = ids) {
  const sink: Sink<number> = { use: skeletonCableLength, results: new Map() };
  const work = bulkSkeletons(STACK, requests, new ServerLimits(STACK, memory()), sink);
  const { sent } = play(work, (request) => {
    if (request.url.includes('/bulk/')) return { status: 404, body: '{"message":"not found"}' };
    return request.url.endsWith('/exists') ? exists : single(request);
  });
  const singles = sent.filter(({ url }) => url.endsWith('/flatdict') && !url.includes('/bulk/'));
  return { results: sink.results, singles };
}

const file = ({ url }: HttpRequest): RecordedReply => ({ body: gzipSync(FLAT.replace(FLAT_ID, idIn(url))) });

test('what is not there is not asked for: that route would wait for it', () => {
  const { results, singles } = ask(json(Object.fromEntries(ids.map((id, i) => [id, i % 2 === 0]))), file);
  expect([...results]).toEqual(ids.filter((_id, i) => i % 2 === 0).map((id) => [id, 17]));
  expect(singles.map(({ method, url }) => [method, url])[0]).toEqual([
    'GET',
    `https://local.test/skeletoncache/api/v1/minnie65_public/precomputed/skeleton/4/${ids[0]}/flatdict`,
  ]);
});

test('one id has a bare boolean', () => {
  expect([...ask({ body: 'true' }, file, [ids[0]!]).results]).toEqual([[ids[0], 17]]);
  expect(ask({ body: 'false' }, file, [ids[0]!]).results.size).toBe(0);
});

test('a body of null is a damaged answer, a failure fails its own row', () => {
  const there = json(Object.fromEntries(ids.slice(0, 3).map((id) => [id, true])));
  const { results } = ask(
    there,
    (request) => {
      if (request.url.includes(ids[0]!)) return { body: 'null' };
      return request.url.includes(ids[1]!) ? { status: 503, body: '' } : file(request);
    },
    ids.slice(0, 3),
  );
  expect(ids.slice(0, 3).map((id) => results.get(id))).toMatchObject([
    { code: 'DOWN' },
    { code: 'DOWN' },
    17,
  ]);
});

test('a server that knows no such question is too old, and says so', () => {
  const old = () => ask({ status: 404, body: '' }, file);
  expect(errorOf(old)).toMatchObject({ code: 'NONE', message: expect.stringContaining('0.9 or newer') });
});

test.each<[string, RecordedReply]>([
  ['fewer ids', json({ [ids[0]!]: true })],
  ['other ids', json({ [ids[0]!]: true, '5': true })],
  ['words for booleans', json({ [ids[0]!]: 'true', [ids[1]!]: 'false' })],
  ['a bare boolean for two', { body: 'true' }],
  ['a page', { body: '<html>' }],
])('%s: nothing is known of any', (_words, exists) => {
  expect(errorOf(() => ask(exists, file, ids.slice(0, 2)))).toMatchObject({
    code: 'DOWN',
    message: expect.stringContaining('skeleton service'),
  });
});
