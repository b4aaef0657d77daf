/** Synapse tables as recorded: counts that do not add up, and live tables that the server cuts. */
import type { Id } from '../../../src/core/ids';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import type { HttpRequest } from '../../../src/http/request';
import { synapseCounts } from '../../../src/tools/count/synapses';
import { bodyOf, json, play, STACK } from '../../cave/support';
import { errorOf, memory } from '../../support/sandbox-driver';

const IDS = ['864691135000000001', '864691135000000002', '864691135000000003'] as Id[];
const VERSION = [
  { version: 9, valid: true, status: 'AVAILABLE', time_stamp: '2025-01-01T00:00:00.000001', expires_on: '' },
];
const CUT = { warning: '201 - "Limited query to 2 rows' };

/** A server whose segments are `young` (made since the version) or not; `rows` answers a table query. */
const server =
  (young: boolean, rows: (request: HttpRequest, ids: string[]) => RecordedReply) =>
  (incoming: HttpRequest) => {
    if (incoming.url.endsWith('/metadata')) return json(VERSION);
    if (incoming.url.includes('is_latest_roots')) {
      const past = !incoming.url.includes('timestamp=1767225600');
      return json({ is_latest: IDS.map(() => !(past && young)) });
    }
    return rows(
      incoming,
      [...bodyOf(incoming).matchAll(/8646911350000000\d\d/g)].map((match) => match[0]),
    );
  };
const count = (answer: (request: HttpRequest) => RecordedReply) =>
  play(synapseCounts(STACK, IDS, 1767225600, memory()), answer);
const listRows = (incoming: HttpRequest, ids: string[]) => {
  const column = bodyOf(incoming).includes('"pre_pt_root_id":[') ? 'pre_pt_root_id' : 'post_pt_root_id';
  return { body: `[${ids.map((id, i) => `{"id":${i},"${column}":${id}}`).join(',')}]` };
};

test('rows that do not add up to the count are never an answer', () => {
  const answer = server(false, (incoming, ids) =>
    incoming.url.includes('count=true') ? json([{ count: 1000 }]) : listRows(incoming, ids),
  );
  expect(errorOf(() => count(answer))).toMatchObject({
    code: 'SHORT',
    message: 'synapses_pni_2 gave 3 of 1,000 rows. Try again',
  });
});

/** Row ids of a live question: from one on, up to another. */
function rangeOf(incoming: HttpRequest): [from: number, to: number] {
  const bound = (key: string) =>
    new RegExp(`"${key}":\\{"[a-z0-9_]+":\\{"id":([0-9]+)`).exec(bodyOf(incoming))?.[1];
  return [
    Number(bound('filter_greater_equal_dict') ?? 0),
    Number(bound('filter_less_dict') ?? Number.POSITIVE_INFINITY),
  ];
}

/** A live table of rows 0, 10, 20 … in turn of each id, of which an answer holds `cap`; its words are another server's. */
const capRows = (rows: number, cap: number, words: string) =>
  server(true, (incoming, ids) => {
    if (incoming.url.includes('count=true')) return json([{ count: rows }]);
    const [from, to] = rangeOf(incoming);
    const all = Array.from({ length: rows }, (_, i) => ({ row: i * 10, id: IDS[i % 3]! }));
    const found = all.filter(({ row, id }) => row >= from && row < to && ids.includes(id));
    const column = bodyOf(incoming).includes('"pre_pt_root_id":[') ? 'pre_pt_root_id' : 'post_pt_root_id';
    const body = `[${found.slice(0, cap).map(({ row, id }) => `{"id":${row},"${column}":${id}}`)}]`;
    return { body, ...(found.length >= cap ? { headers: { warning: words } } : {}) };
  });

test.each([
  `result has 40 entries, which is equal or more ${' '.repeat(8)}than limit of 40 there may be more results which are not shown`,
  '201 - "Limited query to 40 rows',
  'answer truncated after 40 rows',
])('a live table that is cut is asked again in ranges of row ids, said as: %s', (words) => {
  const { value } = count(capRows(600, 40, words));
  expect([...value]).toEqual(IDS.map((id) => [id, { in: 200, out: 200 }]));
});

test('a live table that is cut however narrow the range is refused in words', () => {
  expect(errorOf(() => count(capRows(600, 2, CUT.warning)))).toMatchObject({
    code: 'SHORT',
    message: expect.stringMatching(/however it is parted/),
  });
});

test('the same moment is asked of the version and of now', () => {
  const { sent } = count(server(false, () => json([{ count: 0 }])));
  expect(
    sent
      .filter((incoming) => incoming.url.includes('is_latest'))
      .map((incoming) => incoming.url.split('=')[1]),
  ).toEqual(['1767225600.001', '1735689600.001001']);
  expect(sent).toHaveLength(5);
});
