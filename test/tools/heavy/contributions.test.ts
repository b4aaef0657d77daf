/** Contributions against the published example, and how little is read for them. */
import { sharedJson } from '../../support/sharedData';
import { tableOf } from '../support';
import { heavyBench } from './support';

const PUBLISHED: Record<string, number> = { '5098': 2957, '5017': 7366, '2815': 253 };

describe('TT_CONTRIBUTIONS', () => {
  test('gives the published counts, most first', async () => {
    const cave = await heavyBench();
    const [head, ...rows] = tableOf(cave, 'TT_CONTRIBUTIONS', ['720575941609391725']);
    expect(head).toEqual(['user_id', 'user_name', 'supervoxels']);
    const counts = rows.map(([user, , count]) => [user, count]);
    expect(Object.fromEntries(counts)).toEqual(PUBLISHED);
    expect(counts.map(([, count]) => count)).toEqual([...Object.values(PUBLISHED)].sort((a, b) => b - a));
    expect(rows.every(([, name]) => typeof name === 'string' && name !== '')).toBe(true);
    expect(cave.steps[0]).toEqual([0, expect.any(Number), 'segments counted']);
    const published = sharedJson('published-examples.json') as {
      count_user_sv_contribution: Record<string, Record<string, number>>;
    } | null;
    if (published) {
      expect(PUBLISHED).toEqual(published.count_user_sv_contribution['720575941609391725']);
    }
  });

  test('reads each supervoxel of the neuron once, not once a merge', async () => {
    const cave = await heavyBench();
    cave.forget();
    tableOf(cave, 'TT_CONTRIBUTIONS', ['720575941703820762']);
    const asked = cave.sent.filter(({ url }) => url.includes('/leaves_many'));
    const ids = asked.flatMap(({ body }) => String(body).match(/[0-9]{17,20}/g) ?? []);
    const read = ids.reduce((sum, id) => sum + cave.sandbox.truth.supervoxelCount(id), 0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(read).toBeLessThanOrEqual(1.1 * cave.sandbox.truth.supervoxelCount('720575941703820762'));
  });

  test('a segment that nobody merged gives headers alone, and one that is not there says so', async () => {
    const cave = await heavyBench();
    expect(() => tableOf(cave, 'TT_CONTRIBUTIONS', ['720575940000000001'])).toThrow(
      /no such segment|not a segment/,
    );
    expect(() => tableOf(cave, 'TT_CONTRIBUTIONS', ['76919154560765265'])).toThrow(/is a supervoxel/);
  });
});
