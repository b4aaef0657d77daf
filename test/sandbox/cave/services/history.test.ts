/** Lineage, change logs and operations, against the operations of the world. */
import { parseJson } from '../../../../src/core/json';
import { ask, field, fresh, good, jsonOf, P, textOf } from '../ask';

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

test('past ids are the ancestors of that time; the future map is never filled', () => {
  const past = truth.operations(root)[0]!.time - 1;
  const reply = good(sandbox, `${P}/past_id_mapping?timestamp_past=${past / 1000}&int64_as_str=1`, {
    method: 'GET',
    body: body([root]),
  });
  expect(field(field(reply, 'past_id_map'), root)).toEqual(
    expect.arrayContaining([truth.originals(root)[0]]),
  );
  expect(field(reply, 'future_id_map')).toEqual({});
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
