/** Cache entries that rows share: what they hold, how long, and what a run goes on from. */
import {
  notedStart,
  noteUnfinished,
  sharedKeys,
  sharedRows,
  shareRows,
} from '../../../src/addon/formulas/long-columns';
import { resumableError, TtError } from '../../../src/core/errors';
import { type Id, toId } from '../../../src/core/ids';
import type { RowAnswer } from '../../../src/tools/declaration/declare';
import { fakeHost } from '../../support/fake-host';

const KEY = 'k|';
type Host = ReturnType<typeof fakeHost>;

const idsOf = (count: number, step = 1n): Id[] =>
  Array.from({ length: count }, (_, i) => toId(String(720575940000000000n + step * BigInt(i))));
const answerOf = (id: Id, cacheSeconds = 300): RowAnswer => ({
  cells: [id, 1.5, true, null, ''],
  cacheSeconds,
});
const found = (host: Host, ids: readonly Id[], key = KEY, isLongRun = true) =>
  sharedRows(host, ids, key, host.cache.getAll(sharedKeys(ids, key)), isLongRun);
const keep = (host: Host, ids: readonly Id[], seconds = 300) =>
  shareRows(host, new Map(ids.map((id) => [id, answerOf(id, seconds)])), KEY);

test.each(['1', '256', '1048576'])(
  '10,000 rows of ids %s apart: 251 entries, a tenth of 100 KB each',
  (step) => {
    const host = fakeHost();
    const ids = idsOf(10_000, BigInt(step));
    for (let at = 0; at < ids.length; at += 2500) keep(host, ids.slice(at, at + 2500));
    const entries = [...host.kept.cache.values()];
    expect(entries.length).toBeLessThanOrEqual(251);
    expect(Math.max(...entries.map((text) => text.length))).toBeLessThan(9000);
    const answers = found(host, ids);
    expect(answers.size).toBe(ids.length);
    expect(answers.get(ids[7777]!)).toEqual({ cells: [ids[7777], 1.5, true, null, ''], cacheSeconds: 0 });
  },
);

test('rows of steps and of other runs are added, not written over', () => {
  const host = fakeHost();
  const ids = idsOf(600);
  keep(host, ids.slice(0, 300));
  keep(host, ids.slice(300));
  expect(found(host, ids).size).toBe(600);
  expect(found(host, ids, 'other|').size).toBe(0);
});

test('an answer holds for its seconds; in an unfinished column for six hours, unless the run is short', () => {
  const host = fakeHost();
  const ids = idsOf(3);
  keep(host, ids, 300);
  host.advance(299_000);
  expect(found(host, ids).size).toBe(3);
  host.advance(2000);
  expect(found(host, ids).size).toBe(0);
  noteUnfinished(host, KEY, toId('720575940000000000'));
  expect(found(host, ids).size).toBe(3);
  expect(found(host, ids, KEY, false).size).toBe(0);
  noteUnfinished(host, KEY, '');
  expect(found(host, ids).size).toBe(0);
  noteUnfinished(host, KEY, toId('720575940000000000'));
  host.advance(21_300_000);
  expect(found(host, ids).size).toBe(0);
});

test('failures are there for an unfinished column alone, word for word; what ran out of time never', () => {
  const host = fakeHost();
  const [a, b, c, d] = idsOf(4) as [Id, Id, Id, Id];
  const gone = new TtError('UNKNOWN', 'no such segment', { shown: '#TT UNKNOWN: theirs' });
  const cell = new TtError('DOWN', 'x fails. Try again later');
  shareRows(
    host,
    new Map<Id, RowAnswer | TtError>([
      [a, gone],
      [b, { cells: [b, cell], cacheSeconds: 0 }],
      [c, resumableError('1 of 3 done')],
      [d, { cells: [d, resumableError('out of time')], cacheSeconds: 0 }],
    ]),
    KEY,
  );
  expect(found(host, [a, b, c, d]).size).toBe(0);
  noteUnfinished(host, KEY, toId('720575940000000000'));
  const answers = found(host, [a, b, c, d]);
  expect([...answers.keys()]).toEqual([a, b]);
  expect(answers.get(a)).toMatchObject({ code: 'UNKNOWN', message: gone.message, shown: gone.shown });
  expect((answers.get(b) as RowAnswer).cells[1]).toMatchObject({ code: 'DOWN', message: cell.message });
});

test('an entry that would be too long drops its oldest rows', () => {
  const host = fakeHost();
  const ids = idsOf(4, 251n);
  const long = 'x'.repeat(30_000);
  for (const id of ids) shareRows(host, new Map([[id, { cells: [long], cacheSeconds: 300 }]]), KEY);
  expect(Math.max(...[...host.kept.cache.values()].map((text) => text.length))).toBeLessThan(100_000);
  expect(found(host, ids).has(ids[3]!)).toBe(true);
  expect(found(host, ids).size).toBeLessThan(4);
});

test('the next run begins where the last one stopped; ids on which time runs out each time come last', () => {
  const host = fakeHost();
  const ids = idsOf(4) as [Id, Id, Id, Id];
  const start = (open: readonly Id[], key = KEY) => notedStart(host, key, open);
  expect(start(ids)).toBe(0);
  noteUnfinished(host, KEY, ids[2]);
  expect([start(ids), start(ids.slice(1)), start(ids.slice(0, 2)), start(ids, 'other|')]).toEqual([
    2, 1, 0, 0,
  ]);
  noteUnfinished(host, KEY, '');
  expect(start(ids)).toBe(0);
});
