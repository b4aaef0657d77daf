/** Lineage, change logs and operations, against the operations of the world. */
import { parseJson } from '../../../../src/core/json';
import type { EditRequest } from '../../src';
import { ask, field, fresh, good, header, jsonOf, NOW, P, textOf } from '../ask';

const sandbox = fresh();
const { truth } = sandbox;
const roots = truth.sampleCurrent(40).filter((id) => truth.operations(id).length >= 2);
const root = roots[0]!;
const body = (ids: string[]): string => `{"root_ids":[${ids.join(',')}]}`;

test('a sample with histories', () => {
  expect(roots.length).toBeGreaterThan(5);
});

test('lineage backward holds every ancestor; forward, what came of a stale root', () => {
  const graph = good(sandbox, `${P}/lineage_graph_multiple?int64_as_str=1`, { body: body([root]) });
  const nodes = field(graph, 'nodes') as { id: string; operation_id?: string; timestamp: number }[];
  const operations = truth.operations(root);
  for (const operation of operations) {
    for (const before of operation.before) {
      const node = nodes.find(({ id }) => id === before.id)!;
      expect(node.operation_id).toBe(String(operation.id));
      expect(node.timestamp).toBe(before.created / 1000);
    }
  }
  expect('operation_id' in nodes.find(({ id }) => id === root)!).toBe(false);
  const stale = truth.sampleStale(1)[0]!;
  const forward = good(sandbox, `${P}/lineage_graph_multiple?int64_as_str=1`, { body: body([stale]) });
  const ids = (field(forward, 'nodes') as { id: string }[]).map(({ id }) => id);
  for (const candidate of truth.candidates(stale)) expect(ids).toContain(candidate.id);
});

test('lineage stops just across its limits, and one unknown id fails the call', () => {
  const whole = good(sandbox, `${P}/lineage_graph_multiple`, { body: body([root]) });
  const time = truth.root(root).created / 1000;
  const short = good(sandbox, `${P}/lineage_graph_multiple?timestamp_past=${time + 1}`, {
    body: body([root]),
  });
  expect((field(short, 'nodes') as unknown[]).length).toBe(1);
  expect((field(whole, 'nodes') as unknown[]).length).toBeGreaterThan(2);
  expect(ask(sandbox, `${P}/lineage_graph_multiple`, { body: body([root, '77']) }).status).toBe(500);
});

test('the tabular log: JSON inside JSON, milliseconds, gaps after filtering', () => {
  const reply = good(sandbox, `${P}/tabular_change_log_many?filtered=false`, {
    method: 'GET',
    body: body(roots),
  });
  let gaps = 0;
  for (const id of roots) {
    const table = parseJson(field(reply, id) as string);
    const operations = truth.operations(id);
    expect(Object.values(field(table, 'operation_id') as object)).toEqual(operations.map((op) => op.id));
    expect(Object.values(field(table, 'timestamp') as object)).toEqual(operations.map((op) => op.time));
    expect(Object.values(field(table, 'user_id') as object)).toEqual(operations.map((op) => String(op.user)));
    const direct = good(sandbox, `${P}/root/${id}/tabular_change_log?filtered=true`);
    const labels = Object.keys(field(direct, 'operation_id') as object).map(Number);
    if (labels.some((label, i) => label !== i)) gaps += 1;
    expect(Object.keys(direct as object)).not.toContain('is_relevant');
  }
  expect(gaps).toBeGreaterThan(0);
});

test('the ids of the tabular log stay numbers whatever is asked', () => {
  const text = textOf(ask(sandbox, `${P}/root/${root}/tabular_change_log?int64_as_str=1`));
  expect(text).toMatch(/"before_root_ids":\{"\d+":\[\d{18}/);
});

test('a segment without edits: empty columns, and no user columns', () => {
  const original = truth.originals(root)[0]!;
  const table = good(sandbox, `${P}/root/${original}/tabular_change_log`);
  expect(field(table, 'operation_id')).toEqual({});
  expect(field(table, 'user_name')).toBeNull();
});

test('not a root', () => {
  const l2 = truth.level2(root)[0]!;
  const reply = ask(sandbox, `${P}/tabular_change_log_many`, { method: 'GET', body: body([l2]) });
  expect([reply.status, field(jsonOf(reply), 'message')]).toEqual([500, `${l2} is no root`]);
});

test('operation details: merges add edges, splits remove them; the unknown is absent', () => {
  const operations = roots.flatMap((id) => truth.operations(id));
  const list = encodeURIComponent(JSON.stringify([...operations.map((op) => op.id), 1]));
  const details = good(sandbox, `${P}/operation_details?operation_ids=${list}`);
  expect(field(details, '1')).toBeNull();
  for (const op of operations) {
    const detail = field(details, String(op.id)) as Record<string, unknown>;
    expect('added_edges' in detail).toBe(op.kind === 'merge');
    expect('removed_edges' in detail).toBe(op.kind === 'split');
    expect(detail).toMatchObject({
      user: String(op.user),
      source_coords: [[...op.sourceAt]],
      operation_status: 0,
    });
    expect(Date.parse(String(detail.operation_ts).replace(' ', 'T'))).toBe(op.time);
  }
});

test('change_log counts by user', () => {
  const log = good(sandbox, `${P}/root/${root}/change_log`);
  const operations = truth.operations(root);
  expect(field(log, 'n_mergers')).toBe(operations.filter((op) => op.kind === 'merge').length);
  expect(field(log, 'n_splits')).toBe(operations.filter((op) => op.kind === 'split').length);
  expect(Object.keys(field(log, 'user_info') as object).sort()).toEqual(
    [...new Set(operations.map((op) => String(op.user)))].sort(),
  );
});

test('past ids are originals, or the ancestors just across a past time; what became one whole has a future', () => {
  const map = (query: string, ids: string[]) =>
    good(sandbox, `${P}/past_id_mapping?int64_as_str=1${query}`, { method: 'GET', body: body(ids) });
  const reply = map('', [root]);
  const originals = truth.originals(root);
  expect([...(field(field(reply, 'past_id_map'), root) as string[])].sort()).toEqual([...originals].sort());
  const alone = originals.find((id) => truth.candidates(id).length === 1)!;
  expect(map('', [alone])).toMatchObject({ past_id_map: { [alone]: [alone] } });
  const last = truth.operations(root).at(-1)!;
  const recent = map(`&timestamp_past=${last.time / 1000}`, [root]);
  expect([...(field(field(recent, 'past_id_map'), root) as string[])].sort()).toEqual(
    last.before.map(({ id }) => id).sort(),
  );
});

describe('edits of every kind, at run time', () => {
  let clock = NOW;
  const world = fresh({ now: () => clock });
  const edit = (request: EditRequest) => {
    clock += 60_000;
    return world.edit(request);
  };
  const log = (id: string, filtered = true) =>
    good(world, `${P}/root/${id}/tabular_change_log?filtered=${filtered}`) as {
      operation_id: object;
      is_merge: object;
      after_root_ids: object;
    };
  const operations = (id: string): number[] => Object.values(log(id).operation_id);
  const detail = (operation: number) =>
    field(
      good(world, `${P}/operation_details?operation_ids=%5B${operation}%5D`),
      String(operation),
    ) as Record<string, unknown>;
  const untouchedId = (skip: number): string =>
    world.truth.findCurrent(skip + 1, (id) => world.truth.operations(id).length === 0).at(skip)!;

  test('a split and its undo leave no row; the lineage keeps both', () => {
    const id = untouchedId(0);
    const split = edit({ kind: 'split', root: id, share: 0.4 });
    expect(operations(split.after[0]!)).toEqual([split.operation_id]);
    // Of a split the log names the piece that is asked about alone, filtered or not.
    expect(Object.values(log(split.after[0]!, false).after_root_ids)).toEqual([[split.after[0]]]);
    const undo = edit({ kind: 'undo', operation: split.operation_id });
    expect([...undo.before].sort()).toEqual([...split.after].sort());
    expect(undo.after).toHaveLength(1);
    expect(operations(undo.after[0]!)).toEqual([]);
    expect(Object.values(log(undo.after[0]!, false).operation_id)).toEqual([
      split.operation_id,
      undo.operation_id,
    ]);
    expect(world.truth.operations(undo.after[0]!).map((operation) => operation.id)).toEqual([
      split.operation_id,
      undo.operation_id,
    ]);
    expect(world.truth.supervoxelCount(undo.after[0]!)).toBe(world.truth.supervoxelCount(id));
    expect(detail(undo.operation_id)).toMatchObject({ undo_operation_id: split.operation_id });
    expect(detail(undo.operation_id)).not.toHaveProperty('source_coords');
  });

  test('a merge counts where all its ends lie: after a split between them it is in neither piece', () => {
    const [one, two] = [untouchedId(1), untouchedId(2)];
    const merge = edit({ kind: 'merge', root: one, with: two });
    expect(operations(merge.after[0]!)).toEqual([merge.operation_id]);
    const undo = edit({ kind: 'undo', operation: merge.operation_id });
    expect(undo.after).toHaveLength(2);
    for (const piece of undo.after) expect(operations(piece)).toEqual([undo.operation_id]);
    const redo = edit({ kind: 'redo', operation: merge.operation_id });
    expect(operations(redo.after[0]!)).toEqual([merge.operation_id, redo.operation_id]);
    expect(detail(redo.operation_id)).toMatchObject({ redo_operation_id: merge.operation_id });
  });

  test('columns differ by kind: a multicut has the supervoxels of its sides, a single cut and a merge the edge', () => {
    const cut = edit({ kind: 'split', root: untouchedId(3), share: 0.5, singleCut: true });
    const multicut = edit({ kind: 'split', root: untouchedId(3), share: 0.5 });
    const merge = edit({ kind: 'merge', root: cut.after[0]!, with: multicut.after[0]! });
    for (const [{ operation_id: id }, many] of [
      [cut, false],
      [multicut, true],
      [merge, false],
    ] as const) {
      const found = detail(id);
      expect(['bb_offset', 'source_ids', 'sink_ids'].map((key) => key in found)).toEqual([many, many, many]);
      expect(found.timestamp).toBe(found.operation_ts);
      expect(found.source_coords).toHaveLength(1);
    }
  });

  test('a failed edit is in the log and made nothing', () => {
    const id = untouchedId(4);
    const failedEdit = edit({ kind: 'split', root: id, outcome: 'failed' });
    expect(failedEdit).toMatchObject({ before: [], after: [] });
    expect(detail(failedEdit.operation_id)).toMatchObject({ operation_status: 2, roots: [] });
    expect(world.truth.isLatest(id)).toBe(true);
  });

  test('a split of one of several edges leaves one root', () => {
    const id = untouchedId(5);
    const split = edit({ kind: 'split', root: id, outcome: 'oneRoot' });
    expect([split.before, split.after.length]).toEqual([[id], 1]);
    expect(world.truth.candidates(id)).toMatchObject([{ id: split.after[0], share: 1 }]);
    expect(detail(split.operation_id)).toHaveProperty('removed_edges');
    expect(operations(split.after[0]!)).toEqual([]);
  });

  test('ids in quotes and nonsense fail operation_details', () => {
    for (const list of ['%5B%224711%22%5D', '4711', '%5Babc%5D']) {
      expect(ask(world, `${P}/operation_details?operation_ids=${list}`).status).toBe(500);
    }
  });
});

test('the log comes as text/html, and of an unknown root the message is the bare id', () => {
  const reply = ask(sandbox, `${P}/root/${root}/tabular_change_log`);
  expect(header(reply, 'content-type')).toEqual(['text/html; charset=utf-8']);
  const unknown = ask(sandbox, `${P}/root/720575941499999999/tabular_change_log`);
  expect([unknown.status, field(jsonOf(unknown), 'message')]).toEqual([500, '720575941499999999']);
});

test('lineage of a level-2 node stands alone; at the very time of a birth the walk goes one step further', () => {
  const level2 = truth.level2(root)[0]!;
  const alone = good(sandbox, `${P}/lineage_graph_multiple?int64_as_str=1`, { body: body([level2]) });
  expect(field(alone, 'links')).toEqual([]);
  expect((field(alone, 'nodes') as { id: string }[]).map(({ id }) => id)).toEqual([level2]);
  const born = truth.root(root).created / 1000;
  const reachedIds = (past: number) =>
    (
      field(
        good(sandbox, `${P}/lineage_graph_multiple?timestamp_past=${past}&timestamp_future=0`, {
          body: body([root]),
        }),
        'nodes',
      ) as unknown[]
    ).length;
  expect([reachedIds(born + 0.001), reachedIds(born)]).toEqual([
    1,
    1 + truth.operations(root).at(-1)!.before.length,
  ]);
});

test('delta_roots needs its past; an edit of now is in it', () => {
  expect(ask(sandbox, `${P}/delta_roots`).status).toBe(400);
  const edit = sandbox.edit({ kind: 'merge' });
  const answer = good(sandbox, `${P}/delta_roots?timestamp_past=${(edit.time - 1) / 1000}&int64_as_str=1`);
  expect(answer).toEqual({ old_roots: edit.before, new_roots: edit.after });
});

test('the oldest timestamp precedes every operation', () => {
  const { iso } = good(sandbox, `${P}/oldest_timestamp?delimiter=T`) as { iso: string };
  expect(Date.parse(iso)).toBeLessThan(
    Math.min(...roots.flatMap((id) => truth.operations(id).map((op) => op.time))),
  );
});
