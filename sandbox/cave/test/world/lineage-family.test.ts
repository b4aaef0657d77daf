/** A sandbox whose world holds given edits answers them as the real service would. */

import { ChunkGrid, packChunk } from '../../src/graph/grid';
import type { CaveSandbox } from '../../src/index';
import { operationsOf } from '../../src/world/lineage-family';
import { STACKS } from '../../src/world/stacks';
import { ask, field, fresh, good, jsonOf, NOW } from '../ask';

const P = '/segmentation/api/v1/table/wclee_fly_cns_001';
const id = (n: number) => `7205759415000000${String(n).padStart(2, '0')}`;
const row = (before: number[], after: number[]) => `${before.map(id).join(',')}\t${after.map(id).join(', ')}`;
const world = (rows: string[], head = 'before\tafter', ids?: { name: string; tsv: string }[]): CaveSandbox =>
  fresh({ history: [{ name: 'h.tsv', tsv: [head, ...rows].join('\n') }], ...(ids ? { ids } : {}) });

const latest = (sandbox: CaveSandbox, ...list: number[]) =>
  field(
    good(sandbox, `${P}/is_latest_roots`, { body: `{"node_ids":[${list.map(id).join(',')}]}` }),
    'is_latest',
  );

test('splits, merges and edits of one object: which roots are current, and what came of the others', () => {
  const sandbox = world([row([1, 2], [3]), row([3], [4, 5, 6]), row([5], [7]), row([10], [11])]);
  expect(latest(sandbox, 1, 2, 3, 4, 5, 6, 7, 10, 11)).toEqual([
    false,
    false,
    false,
    true,
    false,
    true,
    true,
    false,
    true,
  ]);
  const successors = (n: number) => sandbox.truth.candidates(id(n)).map((each) => each.id);
  expect([...successors(3)].sort()).toEqual([4, 6, 7].map(id).sort());
  expect(successors(10)).toEqual([id(11)]);
  const all = (n: number) => sandbox.truth.supervoxels(id(n)).length;
  expect(all(3)).toBe(all(1) + all(2));
  expect(all(3)).toBe(all(4) + all(6) + all(7));
});

test('the log names the ids of the table', () => {
  const sandbox = world([row([1], [2, 3]), row([2, 3], [4])]);
  const log = good(sandbox, `${P}/root/${id(4)}/tabular_change_log?filtered=False`) as unknown as Record<
    string,
    unknown
  >;
  const text = JSON.stringify(log);
  for (const n of [1, 2, 3, 4]) expect(text).toContain(id(n));
  const past = good(sandbox, `${P}/root/${id(1)}/lineage_graph?int64_as_str=1`) as unknown as Record<
    string,
    unknown
  >;
  expect(JSON.stringify(past)).toContain(id(4));
});

test('times of the table are the times of the edits', () => {
  const time = '2026-05-01T12:00:00Z';
  const sandbox = world([`${time}\t${row([1], [2])}`], 'time\tbefore\tafter');
  const at = (when: string) =>
    field(
      good(sandbox, `${P}/is_latest_roots?timestamp=${Date.parse(when) / 1000}`, {
        body: `{"node_ids":[${id(1)},${id(2)}]}`,
      }),
      'is_latest',
    );
  expect([at('2026-04-30T00:00:00Z'), at('2026-05-02T00:00:00Z')]).toEqual([
    [true, false],
    [false, true],
  ]);
});

test('a supervoxel of a table of ids stays with its root through the edits', () => {
  const facts = STACKS[0]!.grid;
  const supervoxel = String(new ChunkGrid(facts).id(1, packChunk(60, 70, 12), 33));
  const x = `root_id\tsupervoxel_id\n${id(3)}\t${supervoxel}\n`;
  const sandbox = world([row([1], [2, 3]), row([3], [4, 5])], undefined, [{ name: 'ids.tsv', tsv: x }]);
  const root = (at: string) =>
    field(good(sandbox, `${P}/node/${supervoxel}/root?int64_as_str=1${at}`), 'root_id');
  expect(sandbox.truth.supervoxels(id(3))).toContain(supervoxel);
  expect(sandbox.truth.supervoxels(id(1))).toContain(supervoxel);
  expect([id(4), id(5)]).toContain(root(''));
  expect(sandbox.truth.supervoxels(id(2))).not.toContain(supervoxel);
});

test('an edit at run time goes on from there', () => {
  const sandbox = world([row([1], [2, 3])]);
  const edit = sandbox.edit({ kind: 'merge', root: id(2), with: id(3) });
  expect(latest(sandbox, 2, 3)).toEqual([false, false]);
  expect(sandbox.truth.isLatest(edit.after[0]!)).toBe(true);
  const operations = jsonOf(ask(sandbox, `${P}/operation_details?operation_ids=[${edit.operation_id}]`));
  expect(JSON.stringify(operations)).toContain(edit.after[0]!);
});

test.each<[string, string[], string | undefined, RegExp]>([
  [
    'an id of another layer',
    ['576460752303423489\t576460752303423490'],
    undefined,
    /^h\.tsv, line 2: .* layer 8/,
  ],
  [
    'a time in the future',
    [`2999-01-01\t${row([1], [2])}`],
    'time\tbefore\tafter',
    /line 2: its time lies in the future/,
  ],
  [
    'times in some lines only',
    [`2026-01-01\t${row([1], [2])}`, `\t${row([2], [3])}`],
    'time\tbefore\tafter',
    /line 3: other lines have a time/,
  ],
  [
    'times that go back',
    [`2026-01-02\t${row([1], [2])}`, `2026-01-01\t${row([2], [3])}`],
    'time\tbefore\tafter',
    /line 3: its time is before/,
  ],
])('refused at the start: %s', (_title, rows, head, words) => {
  expect(() => world(rows, head)).toThrow(words);
});

test('an edit of n into m objects is n + m - 2 operations, at least one', () => {
  const edit = (n: number, m: number) => ({
    line: 2,
    before: Array(n).fill('1'),
    after: Array(m).fill('2'),
    time: NOW,
  });
  expect([operationsOf(edit(1, 1)), operationsOf(edit(2, 1)), operationsOf(edit(2, 3))]).toEqual([1, 1, 3]);
});
