/** Contributions against the published example, and how little is read for them. */
import type { EditRequest } from '@tracer-tools/cave';
import type { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { contributors } from '../../../src/tools/count/contributors';
import { EXAMPLES } from '../../support/facts';
import { tableOf } from '../support';
import { heavyBench } from './support';

const PUBLISHED = EXAMPLES.count_user_sv_contribution['720575941609391725']!;

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
  });

  test('reads each supervoxel of the neuron once, not once a merge', async () => {
    const cave = await heavyBench();
    cave.forget();
    tableOf(cave, 'TT_CONTRIBUTIONS', ['720575941703820762']);
    const requests = cave.sent.filter(({ url }) => url.includes('/leaves_many'));
    const ids = requests.flatMap(({ body }) => String(body).match(/[0-9]{17,20}/g) ?? []);
    const read = ids.reduce((sum, id) => sum + cave.sandbox.truth.supervoxelCount(id), 0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(read).toBeLessThanOrEqual(1.1 * cave.sandbox.truth.supervoxelCount('720575941703820762'));
  });

  test.each(['undo and redo', 'undo and a merge by hand'])(
    'a merge, its %s count each supervoxel once, for who joined them last',
    async (way) => {
      const cave = await heavyBench();
      const { sandbox } = cave;
      const untouched = sandbox.truth.findCurrent(3, (id) => sandbox.truth.operations(id).length === 0);
      const [one, two, three] = untouched as [string, string, string];
      const [ada, grace, alan] = [42, 43, 44];
      const edit = (request: EditRequest) => {
        cave.driver.sleep(60_000);
        return sandbox.edit(request);
      };
      const merge = edit({ kind: 'merge', root: one, with: two, user: ada });
      const undo = edit({ kind: 'undo', operation: merge.operation_id, user: grace });
      const again =
        way === 'undo and redo'
          ? edit({ kind: 'redo', operation: merge.operation_id, user: alan })
          : edit({ kind: 'merge', root: undo.after[0]!, with: undo.after[1]!, user: alan });
      const last = edit({ kind: 'merge', root: again.after[0]!, with: three, user: grace });
      const size = (id: string) => sandbox.truth.supervoxelCount(id);
      const small = Math.min(size(one), size(two));
      const whole = size(one) + size(two);
      const rows = tableOf(cave, 'TT_CONTRIBUTIONS', [last.after[0]!]).slice(1);
      const expected = [
        [String(alan), small],
        [String(grace), Math.min(whole, size(three))],
      ].sort((a, b) => Number(b[1]) - Number(a[1]));
      expect(rows.map(([user, , count]) => [user, count])).toEqual(expected);
    },
  );

  test('a segment that nobody merged gives headers alone, and one that is not there says so', async () => {
    const cave = await heavyBench();
    expect(() => tableOf(cave, 'TT_CONTRIBUTIONS', ['720575940000000001'])).toThrow(
      /no such segment|not a segment/,
    );
    expect(() => tableOf(cave, 'TT_CONTRIBUTIONS', ['76919154560765265'])).toThrow(/is a supervoxel/);
  });
});

test('count_contributors: the table of each segment in one row, errors in their own', async () => {
  const cave = await heavyBench();
  const { truth } = cave.sandbox;
  const unmerged = truth.findCurrent(1, (id) => truth.operations(id).length === 0)[0]!;
  const ids = [...truth.sampleCurrent(6), '720575941609391725', unmerged];
  const odd = ['76919154560765265', '720575940000000001'];
  const answers = cave.run(contributors.answer([...ids, ...odd] as Id[], {}, cave.ctx()));
  for (const id of ids) {
    const rows = tableOf(cave, 'TT_CONTRIBUTIONS', [id]).slice(1);
    const total = rows.reduce((sum, [, , supervoxels]) => sum + Number(supervoxels), 0);
    const shares = rows.map(([user, name, supervoxels]) => `${user} ${name}: ${supervoxels}`).join('; ');
    expect(answers.get(id as Id)).toMatchObject({ cells: [rows.length, total, shares] });
  }
  expect(answers.get(unmerged as Id)).toMatchObject({ cells: [0, 0, ''] });
  for (const id of odd) expect((answers.get(id as Id) as TtError).code).toMatch(/^(?:ID|UNKNOWN)$/);
  // How far it is counts segments of the column, not sides of merges.
  expect(cave.steps.filter(([, total]) => total === ids.length + odd.length)).toHaveLength(
    ids.length + odd.length,
  );
});
