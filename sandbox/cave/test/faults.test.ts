/** Switches: faults by route and share, the clock, edits, counters. */

import type { WireReply } from '@tracer-tools/apps-script/wire';
import type { CaveSandbox } from '../src';
import { controlHandler } from '../src/services/control';
import { ask, field, fresh, header, jsonOf, P, textOf } from './ask';

const latest = (sandbox: CaveSandbox): WireReply =>
  ask(sandbox, `${P}/is_latest_roots`, { body: '{"node_ids":[1]}' });

test.each([
  ['429', 429],
  ['500', 500],
  ['502', 502],
  ['503', 503],
  ['504', 504],
  ['413', 413],
] as const)('%s on every request', (kind, status) => {
  const sandbox = fresh();
  sandbox.setFaults({ rate: 1, kinds: [kind], retryAfter: 40 });
  const reply = latest(sandbox);
  expect(reply.status).toBe(status);
  expect(header(reply, 'retry-after')).toEqual(kind === '429' ? ['40'] : []);
  sandbox.setFaults({});
  expect(latest(sandbox).status).toBe(200);
});

test('Materialize wraps its 429 in a 500', () => {
  const sandbox = fresh();
  sandbox.setFaults({ rate: 1, kinds: ['429'] });
  const reply = ask(sandbox, '/materialize/api/v3/datastack/brain_and_nerve_cord/versions');
  expect([reply.status, field(jsonOf(reply), 'message')]).toEqual([
    500,
    '429 Too Many Requests: 300 per 1 minute',
  ]);
});

test('only the routes that match, about the share that is asked, the same ones again', () => {
  const sandbox = fresh();
  const run = (): number[] => {
    sandbox.setFaults({ rate: 0.3, kinds: ['503'], routes: 'is_latest' });
    return Array.from({ length: 200 }, () => latest(sandbox).status);
  };
  const first = run();
  const failureCount = first.filter((status) => status === 503).length;
  expect(failureCount).toBeGreaterThan(35);
  expect(failureCount).toBeLessThan(85);
  expect(run()).toEqual(first);
  expect(ask(sandbox, '/info/api/v2/datastacks').status).toBe(200);
});

test('a limit ends the trouble', () => {
  const sandbox = fresh();
  sandbox.setFaults({ rate: 1, kinds: ['502'], limit: 2 });
  expect([1, 2, 3].map(() => latest(sandbox).status)).toEqual([502, 502, 200]);
});

test('broken connections and slowness', () => {
  const sandbox = fresh({ latencyMs: 30 });
  expect(latest(sandbox).delayMs).toBe(30);
  sandbox.setFaults({ rate: 1, kinds: ['reset'], latencyMs: 100 });
  expect(latest(sandbox)).toMatchObject({ breaks: 'reset', delayMs: 130 });
  sandbox.setFaults({ rate: 1, kinds: ['cut'] });
  const cut = latest(sandbox);
  expect([cut.status, cut.breaks, textOf(cut)]).toEqual([200, 'cut', '{"is_latest":[false]}\n']);
  sandbox.setFaults({ rate: 1, kinds: ['slow'] });
  expect(latest(sandbox).delayMs).toBeGreaterThan(5000);
});

describe('control', () => {
  const sandbox = fresh();
  const handler = controlHandler(sandbox);
  const send = (path: string, body?: unknown) => {
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    const reply = handler({ method: body === undefined ? 'GET' : 'POST', path, headers: {}, body: bytes })!;
    return { status: reply.status, value: jsonOf(reply) as Record<string, unknown> };
  };

  test('other paths are left to the services', () => {
    expect(
      handler({ method: 'GET', path: '/info/version', headers: {}, body: new Uint8Array(0) }),
    ).toBeNull();
    expect(send('/sandbox/nope').status).toBe(404);
  });

  test('state names a token, users, datastacks and samples', () => {
    const { value } = send('/sandbox/state');
    expect(value).toMatchObject({ token: sandbox.token, datastacks: sandbox.datastacks });
    const { stale, current } = value.samples as { stale: string[]; current: string[] };
    expect(stale.every((id) => !sandbox.truth.isLatest(id))).toBe(true);
    expect(current.every((id) => sandbox.truth.isLatest(id))).toBe(true);
  });

  test('edits: of any neuron, of a given one, and words where it cannot be', () => {
    const split = send('/sandbox/edit', { kind: 'split', share: 0.5 }).value as {
      before: string[];
      after: string[];
    };
    expect([split.before.length, split.after.length]).toEqual([1, 2]);
    const sizes = split.after.map((id) => sandbox.truth.supervoxelCount(id));
    expect(sizes[0]! / (sizes[0]! + sizes[1]!)).toBeGreaterThan(0.3);
    const merge = send('/sandbox/edit', { kind: 'merge', root: split.after[0], with: split.after[1] });
    expect((merge.value.before as string[]).slice().sort()).toEqual(split.after.slice().sort());
    const again = send('/sandbox/edit', { kind: 'split', root: split.before[0] });
    expect([again.status, again.value.error]).toEqual([400, `${split.before[0]} is not current`]);
  });

  test('clock and counters', () => {
    const before = sandbox.now();
    expect(send('/sandbox/clock', { advanceMs: 3_600_000 }).value.now).toBe(before + 3_600_000);
    send('/sandbox/counters/reset', {});
    latest(sandbox);
    latest(sandbox);
    expect(send('/sandbox/counters').value).toEqual({
      'POST /segmentation/api/v1/table/{table}/is_latest_roots': 2,
    });
  });

  test('truth of one root', () => {
    const { value } = send('/sandbox/truth?root=720575941609391725');
    expect(value).toMatchObject({ is_latest: true, proofread: [true], synapses: { out: 291, in: 45 } });
    const supervoxelsOfUser = new Map<string, number>();
    for (const operation of value.operations as { user: number; before: string[] }[]) {
      const addedSize = Math.min(...operation.before.map((id) => sandbox.truth.supervoxelCount(id)));
      supervoxelsOfUser.set(
        String(operation.user),
        (supervoxelsOfUser.get(String(operation.user)) ?? 0) + addedSize,
      );
    }
    // The published contributions: what each user's merges added.
    expect(Object.fromEntries(supervoxelsOfUser)).toEqual({ 5098: 2957, 5017: 7366, 2815: 253 });
  });
});
