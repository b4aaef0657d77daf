/** Request heads of every function stay below what the services' front ends take, however much is asked. */
import { operationDetails } from '../../src/cave/graph/operations';
import { userNames } from '../../src/cave/graph/users';
import { TtError } from '../../src/core/errors';
import { type Id, toId } from '../../src/core/ids';
import type { HttpRequest } from '../../src/http/request';
import { readArgs } from '../../src/tools/declaration/args';
import type { FormulaTool, Param, ToolContext } from '../../src/tools/declaration/declare';
import { toolsOn } from '../../src/tools/registry';
import { checkHead, headBytes } from '../support/heads';
import { type TestEnvironment, testEnvironment } from '../support/sandbox-driver';
import { ACCESS, json, play, STACK } from './support';

let cave: TestEnvironment;
let ids: Id[];
beforeAll(() => {
  cave = testEnvironment();
  const { truth } = cave.sandbox;
  ids = [...truth.sampleStale(8), ...truth.sampleCurrent(16)].map(toId);
});

const VALUES: Record<string, unknown> = { table: 'cell_info', state: 'x', other: 'x' };

function exampleOf(param: Param): unknown {
  if (param.kind === 'ids' || param.kind === 'range') return ids.map((id) => [id]);
  if (param.kind === 'id') return ids[0];
  if (param.kind === 'points') return [[125563, 118181, 2850]];
  return param.optional ? undefined : (VALUES[param.name] ?? (param.kind === 'number' ? 1 : 'x'));
}

function run(tool: FormulaTool, ctx: ToolContext): void {
  const args = readArgs(
    tool,
    tool.params.map((param) => (param.kind === 'ids' ? undefined : exampleOf(param))),
  );
  if (tool.kind === 'rows') cave.run(tool.answer(ids, args, ctx));
  else cave.run(tool.answer(args, ctx));
}

test('every function that asks CAVE, with 24 ids', () => {
  const asking = new Set<string>();
  for (const tool of toolsOn('formula')) {
    cave.forget();
    try {
      run(tool, cave.ctx());
    } catch (error) {
      if (!(error instanceof TtError)) throw error;
    }
    // The bench's driver checks each head as well: here it is asserted that something was there to check.
    for (const request of cave.sent) checkHead(request);
    if (cave.sent.length > 0) asking.add(tool.formula);
  }
  expect([...asking]).toEqual(
    expect.arrayContaining(['TT_IS_CURRENT', 'TT_VOLUME', 'TT_SYNAPSES', 'TT_TABLE']),
  );
  expect(asking.size).toBeGreaterThan(20);
});

test.each<[string, () => HttpRequest[]]>([
  [
    'details of 3,000 operations',
    () =>
      // All of them go out together.
      operationDetails(
        STACK,
        Array.from({ length: 3000 }, (_, i) => String(4_000_000_000 + i)),
      ).next().value as HttpRequest[],
  ],
  [
    'names of 3,000 people',
    () =>
      play(
        userNames(
          ACCESS,
          Array.from({ length: 3000 }, (_, i) => String(400_000 + i)),
        ),
        () => json([]),
      ).sent,
  ],
])('%s', (_words, sent) => {
  const requests = sent();
  expect(requests.length).toBeGreaterThan(1);
  for (const request of requests) checkHead(request);
  expect(Math.max(...requests.map(headBytes))).toBeGreaterThan(1000);
});

test('a head that is too long is found', () => {
  const request = { method: 'GET' as const, idempotent: true, route: 'x' };
  const at = (path: string, n: number) => ({ ...request, url: `https://x.test${path}?a=${'1'.repeat(n)}` });
  expect(() => checkHead(at('/info/x', 2000))).not.toThrow();
  expect(() => checkHead(at('/info/x', 2100))).toThrow(/an address of/);
  const heavy = { ...at('/l2cache/x', 10), headers: { cookie: 'x'.repeat(3100) } };
  expect(() => checkHead(heavy)).toThrow(/a head of/);
});
