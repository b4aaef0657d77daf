/** Synapse tables as recorded: counts that do not add up, and live tables that the server cuts. */
import type { Id } from '../../../src/core/ids';
import type { Recorded } from '../../../src/exchange/drivers/recorded';
import type { HttpRequest } from '../../../src/exchange/request';
import { synapseCounts } from '../../../src/tools/count/synapses';
import { bodyOf, json, play, STACK } from '../../cave/support';
import { memory, thrown } from '../../support/sandboxDriver';

const IDS = ['864691135000000001', '864691135000000002', '864691135000000003'] as Id[];
const VERSION = [
  { version: 9, valid: true, status: 'AVAILABLE', time_stamp: '2025-01-01T00:00:00.000001', expires_on: '' },
];
const CUT = { warning: '201 - "Limited query to 2 rows' };

/** A server whose segments are `young` (made since the version) or not; `rows` answers a table query. */
const server =
  (young: boolean, rows: (request: HttpRequest, ids: string[]) => Recorded) => (asked: HttpRequest) => {
    if (asked.url.endsWith('/metadata')) return json(VERSION);
    if (asked.url.includes('is_latest_roots')) {
      const past = !asked.url.includes('timestamp=1767225600');
      return json({ is_latest: IDS.map(() => !(past && young)) });
    }
    return rows(
      asked,
      [...bodyOf(asked).matchAll(/8646911350000000\d\d/g)].map((match) => match[0]),
    );
  };
const count = (answer: (request: HttpRequest) => Recorded) =>
  play(synapseCounts(STACK, IDS, 1767225600, memory()), answer);
const listed = (asked: HttpRequest, ids: string[]) => {
  const column = bodyOf(asked).includes('"pre_pt_root_id":[') ? 'pre_pt_root_id' : 'post_pt_root_id';
  return { body: `[${ids.map((id, i) => `{"id":${i},"${column}":${id}}`).join(',')}]` };
};

test('rows that do not add up to the count are never an answer', () => {
  const answer = server(false, (asked, ids) =>
    asked.url.includes('count=true') ? json([{ count: 1000 }]) : listed(asked, ids),
  );
  expect(thrown(() => count(answer))).toMatchObject({
    code: 'SHORT',
    message: 'synapses_pni_2 gave 3 of 1,000 rows. Try again',
  });
});

test('a live table that is cut is asked again in halves', () => {
  const answer = server(true, (asked, ids) => ({
    ...listed(asked, ids),
    ...(ids.length > 1 ? { headers: CUT } : {}),
  }));
  const { value, sent } = count(answer);
  expect([...value]).toEqual(IDS.map((id) => [id, { in: 1, out: 1 }]));
  // Three ids are cut, then two and one, then one and one: five queries a side.
  expect(sent.filter((asked) => asked.url.includes('/query?'))).toHaveLength(10);
});

test('one segment whose live table is cut is refused in words', () => {
  const answer = server(true, (asked, ids) => ({ ...listed(asked, ids), headers: CUT }));
  expect(thrown(() => count(answer))).toMatchObject({ code: 'SHORT' });
});

test('the same moment is asked of the version and of now', () => {
  const { sent } = count(server(false, () => json([{ count: 0 }])));
  expect(
    sent.filter((asked) => asked.url.includes('is_latest')).map((asked) => asked.url.split('=')[1]),
  ).toEqual(['1767225600.001', '1735689600.001001']);
  expect(sent).toHaveLength(5);
});
