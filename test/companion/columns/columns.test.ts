/** Columns cut into parts that many instances answer: nothing lost, nothing twice, equal to one process's answers. */

import { union } from '../../../src/companion/columns/ranges';
import { TtError } from '../../../src/core/errors';
import type { ToolRequest, WireRow } from '../../../src/tools/companion/wire';
import { LONG } from '../../../workbench/long';
import { eventually, pause } from '../support/eventually';
import { Death, type Fleet, type FleetOptions, fleet, PERSON, patiently, seeded } from '../support/fleet';

const TOOL = 'triage_segs';
const idAt = (i: number): string => String(720575940000000000n + BigInt(i));
const idsOf = (count: number): string[] => Array.from({ length: count }, (_value, i) => idAt(i));
const rowOf = (id: string): WireRow => ({
  id,
  cells: [id.endsWith('7'), `swamp of ${id}`],
  cacheSeconds: 60,
});
const question = (ids: string[]): ToolRequest & { ids: string[] } => ({
  server: 'https://cave.example',
  datastack: 'd',
  ids,
  args: {},
});

/** As sets of rows by id: a diff of thousands of rows takes minutes to print. */
function expectRows(rows: readonly WireRow[], ids: readonly string[]): void {
  const found = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(found).toHaveLength(ids.length);
  const wrong = found.filter((row, i) => JSON.stringify(row) !== JSON.stringify(rowOf(ids[i]!)));
  expect(wrong.slice(0, 3)).toEqual([]);
}

let running: Fleet | null = null;
afterEach(() => running?.close());
const start = (options: Partial<FleetOptions> & Pick<FleetOptions, 'random'>): Fleet => {
  running = fleet({ instances: 4, answer: (ids) => ids.map(rowOf), ...options });
  return running;
};
const begin = (of: Fleet, ids: string[]) =>
  patiently(() =>
    of.any().begin({ person: PERSON, byGrant: false, tool: TOOL, question: question(ids), token: 'token' }),
  );

test('answered by all instances, gathered in order from any', async () => {
  const requests = new Map<string, number>();
  const of = start({
    random: seeded(1),
    answer: (ids) => {
      for (const id of ids) requests.set(id, (requests.get(id) ?? 0) + 1);
      return ids.map(rowOf);
    },
  });
  const ids = idsOf(9000);
  const { id, state, total } = await begin(of, ids);
  expect([state, total]).toEqual(['running', 9000]);
  const { rows, read } = await of.collect(id);
  expect(union(read)).toEqual([{ from: 0, to: 9000 }]);
  expectRows(rows, ids);
  // Whoever has read nothing gets the answers in the order of the column, page by page, from any instance.
  const order: string[] = [];
  const seen: [number, number][] = [];
  for (const { columns } of [...of.instances, ...of.instances, ...of.instances]) {
    const page = await columns.rows(
      PERSON,
      id,
      '',
      seen.map(([from, to]) => ({ from, to })),
      1000,
    );
    order.push(...page.rows.map((row) => row.id));
    seen.push(...page.ranges);
  }
  expect(order.length).toBeGreaterThan(2000);
  expect(order.join()).toBe(ids.slice(0, order.length).join());
  expect(await of.any().find(PERSON, id, '')).toMatchObject({ state: 'done', done: 9000, failed: 0 });
  // Nothing went wrong: no id was asked about twice.
  expect([...requests.values()].filter((times) => times > 1)).toEqual([]);
  expect(requests.size).toBe(9000);
});

/** `npm run test:long` tries more. */
const SEEDS = LONG ? [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23] : [12];

test.each(SEEDS)(
  'deliveries late and twice, state that fails and refuses, instances that die: each row once (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const of = start({
      random,
      instances: 6,
      stateFaults: 0.03,
      twice: 0.2,
      // The lease lasts 300 ms, and a run takes up to 30 ms.
      reportMs: 50,
      answer: async (ids) => {
        await pause(random() * 30);
        const living = of.instances.filter(({ alive }) => alive).length;
        if (living > 2 && random() < 0.15) throw new Death();
        return ids.map(rowOf);
      },
    });
    const ids = idsOf(4000 + Math.floor(random() * 3000));
    const { id } = await begin(of, ids);
    const { rows } = await of.collect(id, 500);
    expect(rows).toHaveLength(ids.length);
    expectRows(rows, ids);
    expect(of.instances.some(({ alive }) => !alive)).toBe(true);
  },
);

test('ids that end every instance fail alone', async () => {
  const bad = idAt(1234);
  const of = start({
    random: seeded(3),
    instances: 40,
    reportMs: 5,
    answer: (ids) => {
      if (ids.includes(bad)) throw new Death();
      return ids.map(rowOf);
    },
  });
  const { id } = await begin(of, idsOf(2000));
  const { rows } = await of.collect(id);
  const failed = rows.filter((row) => 'error' in row);
  expect(failed).toEqual([
    { id: bad, error: { code: 'FAULT', message: expect.stringMatching(/several times/) } },
  ]);
  expect(rows).toHaveLength(2000);
});

test('an id that fails for good fails its row alone; the rest of its part is answered', async () => {
  const of = start({
    random: seeded(4),
    answer: (ids) => {
      if (ids.some((id) => id.endsWith('333'))) throw new TtError('BIG', 'too large');
      return ids.map(rowOf);
    },
  });
  const { id } = await begin(of, idsOf(3000));
  const { rows } = await of.collect(id);
  // Pages come as their parts are done.
  const failures = rows.filter((row) => 'error' in row).map((row) => row.id);
  expect(failures.sort()).toEqual([333, 1333, 2333].map(idAt));
  expect(await of.any().find(PERSON, id, '')).toMatchObject({ done: 3000, failed: 3 });
});

test('rows that wait are asked about again while others go on, and never hold them up', async () => {
  const calls = new Map<string, number>();
  const of = start({
    random: seeded(5),
    answer: (ids) =>
      ids.map((id): WireRow => {
        const times = (calls.get(id) ?? 0) + 1;
        calls.set(id, times);
        const waits = id.endsWith('05') && times < 4;
        return waits ? { id, error: { code: 'PENDING', message: 'the skeleton is being made' } } : rowOf(id);
      }),
  });
  const { id } = await begin(of, idsOf(1500));
  const { rows } = await of.collect(id);
  expectRows(rows, idsOf(1500));
  // Only those that waited were asked about again.
  expect([...calls].filter(([, times]) => times > 1).every(([each]) => each.endsWith('05'))).toBe(true);
});

test('a service that is down for long: its rows say so, and say that asking again may help', async () => {
  const of = start({
    random: seeded(6),
    reportMs: 5,
    answer: () => {
      throw new TtError('DOWN', 'CAVE is down');
    },
  });
  const { id } = await begin(of, idsOf(700));
  const { rows } = await of.collect(id);
  expect(rows).toHaveLength(700);
  expect(new Set(rows.map((row) => JSON.stringify({ ...row, id: '' })))).toEqual(
    new Set(['{"id":"","error":{"code":"DOWN","message":"CAVE is down"}}']),
  );
});

test.each([
  ['a token that CAVE does not know', new TtError('TOKEN', 'CAVE does not know this token')],
  ['a data set without swamps', new TtError('NONE', 'there are no swamps')],
])('%s fails the column as a whole, in its words', async (_what, error) => {
  const of = start({
    random: seeded(7),
    answer: () => {
      throw error;
    },
  });
  const { id } = await begin(of, idsOf(1800));
  const ended = await eventually(async () => {
    const view = await of.any().find(PERSON, id, 'token');
    return view.state === 'failed' ? view : null;
  });
  expect(ended.error).toEqual({ code: error.code, message: error.message });
});

test('cancelled: what is answered stays, nothing more is asked; the same question goes on where it stood', async () => {
  let requestCount = 0;
  const of = start({
    random: seeded(8),
    reportMs: 5,
    answer: async (ids) => {
      requestCount += ids.length;
      await pause(5);
      return ids.map(rowOf);
    },
  });
  const ids = idsOf(6000);
  const { id } = await begin(of, ids);
  await eventually(async () => (await of.any().find(PERSON, id, '')).done > 0);
  expect((await of.any().cancel(PERSON, id)).state).toBe('cancelled');
  await eventually(() => of.open().length === 0);
  const stood = await of.any().find(PERSON, id, 'token');
  expect(stood.state).toBe('cancelled');
  const before = requestCount;
  await pause(30);
  expect(requestCount).toBe(before);
  expect((await of.any().rows(PERSON, id, 'token', [], 10_000)).rows).toHaveLength(stood.done);
  expect((await begin(of, ids)).id).toBe(id);
  const { rows } = await of.collect(id);
  expectRows(rows, ids);
  // What had been answered is not asked about again; what was under way is, however much that was.
  expect(requestCount).toBe(before + 6000 - stood.done);
});

test('tasks that are lost, or whose token has expired, are handed out anew by whoever looks', async () => {
  let clock = Date.UTC(2026, 5, 10);
  const of = start({ random: seeded(9), now: () => clock });
  of.held = true;
  const { id } = await begin(of, idsOf(1000));
  clock += 7 * 3_600_000;
  of.held = false;
  await eventually(() => of.open().length === 0);
  expect(await of.any().find(PERSON, id, '')).toMatchObject({ state: 'running', done: 0 });
  await of.any().find(PERSON, id, 'token');
  const { rows } = await of.collect(id);
  expect(rows).toHaveLength(1000);
});

test('other people’s columns are nobody’s', async () => {
  const of = start({ random: seeded(10) });
  const { id } = await begin(of, idsOf(10));
  await expect(of.any().find('eve', id, '')).rejects.toThrow('no such column of yours');
  await expect(of.any().rows('eve', id, '', [], 10)).rejects.toThrow('no such column of yours');
  await expect(of.any().cancel('eve', id)).rejects.toThrow('no such column of yours');
  const granted = await of.any().begin({
    person: PERSON,
    byGrant: true,
    tool: TOOL,
    question: question(idsOf(10)),
    token: 'token',
  });
  expect(granted.id).not.toBe(id);
});

test('the token is in no object of the state', async () => {
  const of = start({ random: seeded(17) });
  const { id } = await of.any().begin({
    person: PERSON,
    byGrant: false,
    tool: TOOL,
    question: question(idsOf(1000)),
    token: 'feedfacefeedfacefeedfacefeedface',
  });
  await of.collect(id);
  for (const name of await of.store.list('')) {
    expect(Buffer.from((await of.store.get(name))!.bytes).toString()).not.toContain('feedface');
  }
});
