/** Operation details: URLs that fit, points in viewer voxels, failing operations alone; the recorded reply. */
import { operationDetails } from '../../../src/cave/graph/operations';
import { TtError } from '../../../src/core/errors';
import type { HttpReply, HttpRequest } from '../../../src/http/request';
import type { Work } from '../../../src/http/work';
import { testEnvironment } from '../../support/sandbox-driver';

const b = testEnvironment();
const { truth } = b.sandbox;

function reply(status: number, text: string): HttpReply {
  return { status, headers: {}, text: () => text, bytes: () => Buffer.from(text) };
}

/** Drives work with a server of one function. */
function drive<T>(work: Work<T>, serve: (request: HttpRequest) => HttpReply): T {
  let step = work.next();
  while (!step.done) step = work.next(step.value.map(serve));
  return step.value;
}

const idsIn = (request: HttpRequest): string[] =>
  decodeURIComponent(request.url)
    .match(/\[(.*)\]/)![1]!
    .split(',');

test('points, sides and roots of every edit in 20 histories', () => {
  const stack = b.stack();
  const result = [...new Set(truth.sampleCurrent(20).flatMap((id) => truth.operations(id)))];
  expect(result.length).toBeGreaterThan(20);
  const details = b.run(
    operationDetails(
      stack,
      result.map((operation) => String(operation.id)),
    ),
  );
  const scale = stack.graph.resolution.map((nm, i) => nm / [4, 4, 45][i]!);
  for (const operation of result) {
    const found = details.get(String(operation.id));
    if (!found || found instanceof TtError) throw new Error(`no details of ${operation.id}`);
    expect(found.merge).toBe(operation.kind === 'merge');
    expect(found.roots).toEqual(operation.after.map((root) => root.id));
    expect(found.user).toBe(String(operation.user));
    const near = (a: readonly number[], at: readonly number[]) =>
      a.every((v, i) => Math.abs(v - at[i]! * scale[i]!) <= 0.5);
    expect(near(found.points![0], operation.sourceAt)).toBe(true);
    expect(near(found.points![1], operation.sinkAt)).toBe(true);
  }
});

const GOOD = {
  added_edges: [['76492475061776745', '76492475061776746']],
  source_coords: [[1, 2, 3]],
  sink_coords: [[4, 5, 6]],
  roots: [],
  user: '5',
};

test('1,000 operations of 7 digits: every URL fits, nothing is lost, five requests', () => {
  const expected = Array.from({ length: 1000 }, (_, i) => String(1_000_000 + i));
  const seen: string[] = [];
  const lengths: number[] = [];
  drive(operationDetails(b.stack(), expected), (request) => {
    lengths.push(request.url.length);
    seen.push(...idsIn(request));
    return reply(200, JSON.stringify(Object.fromEntries(idsIn(request).map((id) => [id, GOOD]))));
  });
  expect(seen).toEqual(expected);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(2_082);
  expect(lengths).toHaveLength(5);
});

test('an operation that breaks its request stands alone in the end', () => {
  const target = Array.from({ length: 9 }, (_, i) => String(100 + i));
  const details = drive(operationDetails(b.stack(), target), (request) => {
    const ids = idsIn(request);
    if (ids.includes('104')) return reply(500, '{"message": "KeyError: roots", "code": 500}');
    return reply(200, JSON.stringify(Object.fromEntries(ids.map((id) => [id, GOOD]))));
  });
  expect(details.get('104')).toBeInstanceOf(TtError);
  expect([...details].filter(([, found]) => !(found instanceof TtError))).toHaveLength(8);
});

/** As the service sends a split and a merge: bare 64-bit integers. Values of CAVEclient's tests at c57c15f55b6f (MIT). */
const RECORDED = `{
  "217696": {
    "bb_offset": [240, 240, 24], "operation_exception": "", "operation_status": 0,
    "operation_ts": "2021-03-25 19:06:18.177000+00:00", "timestamp": "2021-03-25 19:06:27.532000+00:00",
    "removed_edges": [[99450140208950705, 99450140208951689], [99450140208950716, 99450140208952912]],
    "roots": [864691135100007968, 864691136089107255], "user": "121",
    "sink_coords": [[126012, 101764, 20218], [126179, 101638, 20215]],
    "sink_ids": [99450208928441939, 99450140208946136],
    "source_coords": [[125981, 101650, 20232], [126209, 101690, 20210]],
    "source_ids": [99450140208968497, 99450140208944278]
  },
  "225368": {
    "added_edges": [[99093279832296446, 99093279832302829]], "operation_exception": "", "operation_status": 0,
    "operation_ts": "2021-04-12 19:31:49.638000+00:00", "timestamp": "2021-04-12 19:31:58.329000+00:00",
    "roots": [864691135490360423], "user": "121",
    "sink_coords": [[124760, 82888, 19383]], "source_coords": [[124700, 82887, 19377]]
  }
}`;

describe('the recorded reply', () => {
  test('a split is the mean of its points, halves to even; ids keep all digits', () => {
    const stack = {
      ...b.stack(),
      graph: { ...b.stack().graph, layers: 12, resolution: [4, 4, 45] as [number, number, number] },
    };
    const details = drive(operationDetails(stack, ['217696', '225368']), () => reply(200, RECORDED));
    const split = details.get('217696');
    if (!split || split instanceof TtError) throw new Error('no split');
    // Source points 125981,101650,20232 and 126209,101690,20210; sink points 126012,101764,20218 and 126179,101638,20215.
    expect(split.points).toEqual([
      [126095, 101670, 20221],
      [126096, 101701, 20216],
    ]);
    expect(split.roots).toEqual(['864691135100007968', '864691136089107255']);
    expect(split.merge).toBe(false);
    expect(details.get('225368')).toMatchObject({ merge: true, roots: ['864691135490360423'] });
  });
});
