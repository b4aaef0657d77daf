/** Skeletons from the bucket, in bulk or one by one, whatever a server has; and the queue that makes them. */

import type { FaultOptions } from '@tracer-tools/cave';
import {
  cachedSkeletons,
  requestSkeletons,
  skeletonCableLength,
} from '../../../src/cave/morphology/skeleton';
import type { Id } from '../../../src/core/ids';
import { errorOf, memory, testEnvironment } from '../../support/sandbox-driver';
import { manyIds } from '../skeleton-support';
import { json, play, STACK } from '../support';

const ids = ['864691135122603047', '864691135987654321'] as Id[];
const K = 'https://local.test/skeletoncache/api/v1/minnie65_public/bulk';

describe('the queue', () => {
  test('answers the longest estimate', () => {
    const many = manyIds(1001);
    const { value, sent } = play(requestSkeletons(STACK, many), (_, index) => json([4020, 60][index]));
    expect([value, sent.length, sent[0]!.url]).toEqual([4020, 2, `${K}/gen_skeletons`]);
    expect(play(requestSkeletons(STACK, []), () => json(60)).value).toBe(0);
  });
  test('a queue that does not say how long is a damaged answer', () => {
    expect(errorOf(() => play(requestSkeletons(STACK, ids), () => json(null)))).toMatchObject({
      code: 'DOWN',
    });
  });
});

describe('servers of all ages', () => {
  const cave = testEnvironment();
  const { truth } = cave.sandbox;
  const stack = cave.stack();
  const roots = truth.sampleCurrent(60) as Id[];
  cave.run(requestSkeletons(stack, roots));
  cave.sandbox.advance(3_600_000);

  /** Requests by the last word of their route that names it. */
  const routes = () => {
    const counts: Record<string, number> = {};
    for (const { url } of cave.sent) {
      const name = /get_\w+|exists|flatdict|cave-skeletons|gen_skeletons/.exec(url)![0];
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };

  test.each<[string, Record<string, number>, Record<string, number>]>([
    [
      '0.23.11',
      { get_skeleton_token: 1, 'cave-skeletons': 60 },
      { get_skeleton_token: 1, 'cave-skeletons': 60 },
    ],
    ['0.23.8', { get_skeleton_token: 1, get_cached_skeletons: 3 }, { get_cached_skeletons: 3 }],
    ['0.22.51', { get_skeleton_token: 1, get_cached_skeletons: 3 }, { get_cached_skeletons: 3 }],
    [
      '0.22.50',
      { get_skeleton_token: 1, get_cached_skeletons: 3, exists: 1, flatdict: 60 },
      { exists: 1, flatdict: 60 },
    ],
  ])(
    '%s: lengths are what the world holds; the second time what is missing is known',
    (version, first, later) => {
      cave.sandbox.setFaults({ skeletonServer: version });
      const kept = memory();
      for (const expected of [first, later]) {
        cave.forget();
        const lengths = cave.run(cachedSkeletons(stack, roots, kept, skeletonCableLength, 'always'));
        for (const id of roots) expect(lengths.get(id)).toBeCloseTo(truth.cable(id).length, 3);
        expect(routes()).toEqual(expected);
      }
      expect([...kept.kept].join()).not.toContain('ya29');
    },
  );

  test('who is in no hurry asks the service, and its bucket once that was slow or limited its calls', () => {
    const ask = (faults: FaultOptions, kept = memory()) => {
      cave.sandbox.setFaults(faults);
      cave.forget();
      const { size } = cave.run(cachedSkeletons(stack, roots, kept, skeletonCableLength, 'if slow'), {
        maxAttempts: 1,
      });
      return [size, routes(), kept] as const;
    };
    expect(ask({}).slice(0, 2)).toEqual([60, { get_cached_skeletons: 3 }]);
    for (const faults of [{ skeletonRate: 1 }, { skeletonCostMs: 3000 }]) {
      const [, , kept] = ask(faults);
      expect(ask(faults, kept).slice(0, 2)).toEqual([60, { get_skeleton_token: 1, 'cave-skeletons': 60 }]);
    }
  });

  test('few ids are one request', () => {
    cave.sandbox.setFaults({});
    cave.forget();
    expect(
      cave.run(cachedSkeletons(stack, roots.slice(0, 4), memory(), skeletonCableLength, 'always')).size,
    ).toBe(4);
    expect(routes()).toEqual({ get_cached_skeletons: 1 });
  });

  test('every way gives the same skeletons, on datastacks with somata and without compartments', () => {
    for (const name of ['flywire_fafb_production', 'stroeh_mouse_retina']) {
      const other = cave.stack(name);
      const sample = truth.sampleCurrent(20, name) as Id[];
      const ways = ['0.23.11', '0.23.8', '0.22.50'].map((skeletonServer) => {
        cave.sandbox.setFaults({ skeletonServer });
        return cave.run(cachedSkeletons(other, sample, memory(), (skeleton) => skeleton, 'always'));
      });
      expect(ways[0]!.size).toBeGreaterThan(10);
      expect([...ways[1]!]).toEqual([...ways[0]!]);
      expect(new Map([...ways[2]!])).toEqual(ways[0]);
    }
  });
});
