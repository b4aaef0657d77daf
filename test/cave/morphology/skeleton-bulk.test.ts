/** The bulk route: small parts, halves where they are too slow or hold a damaged file, an end where nothing works. */
import { skeletonCableLength } from '../../../src/cave/morphology/skeleton';
import { bulkSkeletons } from '../../../src/cave/morphology/skeleton-bulk';
import { ServerLimits, type Sink } from '../../../src/cave/morphology/skeleton-service';
import type { Id } from '../../../src/core/ids';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import type { HttpRequest } from '../../../src/http/request';
import { memory } from '../../support/sandbox-driver';
import { FLAT, FLAT_ID, hex, manyIds } from '../skeleton-support';
import { bodyOf, json, play, STACK } from '../support';

const INTERNAL: RecordedReply = { status: 500, body: '{"message":"Internal Server Error"}' };
const SLOW: RecordedReply = { status: 504, body: '<html>504 Gateway Time-out</html>' };

const idsIn = (request: HttpRequest): Id[] => [...(bodyOf(request).match(/[0-9]{15,}/g) ?? [])] as Id[];
const flat = (id: Id) => hex(FLAT.replace(FLAT_ID, id));
const skeletons = (ids: readonly Id[]) => json(Object.fromEntries(ids.map((id) => [id, flat(id)])));

/** Lengths by id, and the number of ids of each request. */
function ask(
  ids: readonly Id[],
  answer: (ids: Id[], request: HttpRequest) => RecordedReply,
  kept = memory(),
) {
  const sink: Sink<number> = { use: skeletonCableLength, results: new Map() };
  const work = bulkSkeletons(STACK, ids, new ServerLimits(STACK, kept), sink);
  const { sent, roundTrips } = play(work, (request) => answer(idsIn(request), request));
  const cells = ids.map((id) => {
    const found = sink.results.get(id);
    return typeof found === 'number' ? found : (found?.code ?? 'absent');
  });
  return {
    results: sink.results,
    cells,
    sent,
    sizes: sent.map((request) => idsIn(request).length),
    roundTrips,
  };
}

const full = (count: number, cell: number | string) => new Array<number | string>(count).fill(cell);

test('ids leave as bare numbers, 25 in a call; what is missing is absent, what is damaged says so', () => {
  const ids = manyIds(27);
  const { cells, sent, sizes, roundTrips } = ask(ids, (part) =>
    json({
      [part[0]!]: flat(part[0]!),
      [part[1]!]: null,
      ...(part.length > 2 ? { [part[2]!]: hex('{"vertices":1}') } : {}),
    }),
  );
  expect([sizes, roundTrips]).toEqual([[25, 2], 1]);
  expect(cells).toEqual([17, 'DOWN', 'FAULT', ...full(22, 'absent'), 17, 'DOWN']);
  expect(sent[0]!.url).toBe(
    'https://local.test/skeletoncache/api/v1/minnie65_public/bulk/get_cached_skeletons/4/flatdict',
  );
  expect(bodyOf(sent[1]!)).toBe(
    `{"root_ids":[${ids[25]},${ids[26]}],"generate_missing":false,"verbose_level":0}`,
  );
});

test('one damaged file fails a call: the others are found by halves, it says so alone', () => {
  const ids = manyIds(25);
  const { cells, results, sizes } = ask(ids, (part) => (part.includes(ids[3]!) ? INTERNAL : skeletons(part)));
  expect(cells).toEqual([...full(3, 17), 'DOWN', ...full(21, 17)]);
  expect(results.get(ids[3]!)).toMatchObject({ message: expect.stringContaining('Internal Server Error') });
  expect(sizes.length).toBeLessThanOrEqual(11);
});

test('where each call fails, a hundred ids cost 12 requests, and a thousand no more', () => {
  for (const count of [100, 1000]) {
    const { cells, sizes } = ask(manyIds(count), () => INTERNAL);
    expect([cells, sizes.length]).toEqual([full(count, 'DOWN'), 12]);
  }
});

test('what is too slow is never sent again as it is, and the next time asked for in smaller calls', () => {
  const kept = memory();
  const ids = manyIds(100);
  const slow = (part: Id[]) => (part.length > 12 ? SLOW : skeletons(part));
  const first = ask(ids, slow, kept);
  // A half of 13 is halved again.
  expect(first.cells).toEqual(full(100, 17));
  expect(first.sizes.filter((size) => size === 25).length).toBe(4);
  const second = ask(ids, slow, kept);
  expect([second.cells, Math.max(...second.sizes), second.sizes.length]).toEqual([full(100, 17), 7, 15]);
  const all = ask(ids, () => SLOW, memory());
  expect([all.cells, all.sizes.length]).toEqual([full(100, 'DOWN'), 12]);
});

test('a time-out is halved like a 504', () => {
  const ids = manyIds(20);
  const { cells, sizes } = ask(ids, (part) => (part.length > 10 ? { failure: 'timeout' } : skeletons(part)));
  expect([cells, sizes]).toEqual([full(20, 17), [20, 10, 10]]);
});

test('a gateway that restarts is asked once more, and not in halves', () => {
  let calls = 0;
  const { cells, sizes } = ask(manyIds(25), (part) =>
    calls++ === 0 ? { status: 502, body: '' } : skeletons(part),
  );
  expect([cells, sizes]).toEqual([full(25, 17), [25, 25]]);
  const down = ask(manyIds(25), () => ({ status: 503, body: '' }));
  expect([down.cells, down.sizes]).toEqual([full(25, 'DOWN'), [25, 25]]);
});

test.each<[string, string, RecordedReply]>([
  ['BUSY', 'a rate without Retry-After', { status: 429, body: '{"message":"2 per 1 minute"}' }],
  ['DOWN', 'null', { body: 'null' }],
  ['DOWN', 'a list', { body: '[]' }],
  ['DOWN', 'other ids', { body: `{"5":"${hex(FLAT)}"}` }],
  ['DOWN', 'rounded ids', { body: `{"8.64691135122603e17":"${hex(FLAT)}"}` }],
  ['DOWN', 'a cut answer', { body: '{"1":"1f8b' }],
])('%s in every row for %s, without halves', (code, _words, answer) => {
  const { cells, sizes } = ask(manyIds(20), () => answer);
  expect([cells, sizes]).toEqual([full(20, code), [20]]);
});

test('a failing part fails its own rows', () => {
  const ids = manyIds(50);
  const { cells } = ask(ids, (part) =>
    part.includes(ids[0]!) ? { status: 503, body: '' } : skeletons(part),
  );
  expect(cells).toEqual([...full(25, 'DOWN'), ...full(25, 17)]);
});
