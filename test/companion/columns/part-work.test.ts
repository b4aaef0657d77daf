/** The work of one part by itself: what it stores, what it leaves for others when time is up, what it gives up. */
import { type PartEnvironment, workPart } from '../../../src/companion/columns/part-work';
import type { Range } from '../../../src/companion/columns/ranges';
import { NoRoom } from '../../../src/companion/work/runner';
import { TtError } from '../../../src/core/errors';
import type { WireRow } from '../../../src/tools/companion/wire';

const rowOf = (id: string): WireRow => ({ id, cells: [Number(id)], cacheSeconds: 0 });
const pending = (id: string): WireRow => ({ id, error: { code: 'PENDING', message: 'being made' } });

interface World {
  env: PartEnvironment;
  stored: Map<string, WireRow>;
  slices: Range[];
  asked: string[][];
  slept: number[];
}

function world(ask: (ids: readonly string[]) => WireRow[], msPerId = 10): World {
  let clock = 0;
  const stored = new Map<string, WireRow>();
  const [slices, requestIds, slept]: [Range[], string[][], number[]] = [[], [], []];
  const env: PartEnvironment = {
    tool: { name: 'triage_segs', idsPerStep: 100 },
    earlier: { attempts: 1, suspect: null },
    now: () => clock,
    sleep: async (ms) => {
      clock += ms;
      slept.push(ms);
    },
    ids: async ({ from, to }) => Array.from({ length: to - from }, (_v, i) => String(from + i)),
    ask: async (ids) => {
      requestIds.push([...ids]);
      clock += ids.length * msPerId;
      return Buffer.from(JSON.stringify({ rows: ask(ids) }));
    },
    note: async () => {},
    store: async (range, _ms, rows) => {
      expect(rows).toHaveLength(range.to - range.from);
      slices.push(range);
      for (const row of rows) stored.set(row.id, row);
    },
    isAnsweredElsewhere: async () => true,
  };
  return { env, stored, slices, asked: requestIds, slept };
}

test('slices grow towards 20 s; nothing is left', async () => {
  const { env, slices, stored } = world((ids) => ids.map(rowOf));
  expect(
    await workPart(
      [
        { from: 0, to: 50 },
        { from: 80, to: 1000 },
      ],
      env,
    ),
  ).toEqual([]);
  expect(stored.size).toBe(970);
  expect(slices.slice(0, 3)).toEqual([
    { from: 0, to: 50 },
    { from: 80, to: 480 },
    { from: 480, to: 1000 },
  ]);
});

test('when time is up the rest is left for others', async () => {
  const { env, stored } = world((ids) => ids.map(rowOf), 2000);
  const left = await workPart([{ from: 0, to: 1000 }], env);
  expect(left).toHaveLength(1);
  expect(stored.size + left[0]!.to - left[0]!.from).toBe(1000);
  expect(stored.size).toBeGreaterThan(100);
});

test('an id that the tool leaves out is an error, never a blank', async () => {
  const { env, stored } = world((ids) => ids.filter((id) => id !== '3').map(rowOf));
  await workPart([{ from: 0, to: 5 }], env);
  expect(stored.get('3')).toEqual({
    id: '3',
    error: { code: 'FAULT', message: 'triage_segs gave no answer for 3' },
  });
});

test('rows that never come are stored as they are after some tries, and only they were asked about again', async () => {
  const { env, stored, asked } = world((ids) => ids.map((id) => (id === '7' ? pending(id) : rowOf(id))));
  expect(await workPart([{ from: 0, to: 100 }], env)).toEqual([]);
  expect(stored.size).toBe(100);
  expect(stored.get('7')).toEqual(pending('7'));
  expect(asked.slice(1).every((ids) => ids.length === 1 && ids[0] === '7')).toBe(true);
});

test('rows that come slowly are left when time is up, beside what is settled', async () => {
  let round = 0;
  const { env, stored } = world((ids) => {
    round++;
    // One more each time.
    return ids.map((id) => (Number(id) >= 20 + round ? pending(id) : rowOf(id)));
  });
  const left = await workPart([{ from: 0, to: 100 }], env);
  expect(left).toHaveLength(1);
  expect(left[0]!.to).toBe(100);
  expect(stored.size).toBe(left[0]!.from);
  expect(left[0]!.from).toBeGreaterThan(20);
});

test('a passing failure is waited for as long as it asks, and thrown when it does not pass', async () => {
  const { env, slept } = world(() => {
    throw new TtError('BUSY', 'wait', { retryAfter: 9 });
  });
  await expect(workPart([{ from: 0, to: 5 }], env)).rejects.toThrow('wait');
  expect(slept).toEqual([9000, 9000]);
});

test('no room is nothing to wait for here', async () => {
  const { env, slept } = world(() => {
    throw new NoRoom();
  });
  await expect(workPart([{ from: 0, to: 5 }], env)).rejects.toThrow(NoRoom);
  expect(slept).toEqual([]);
});
