/** Every published example that the tools cover, answered by the tools on the sandbox, to the last digit. */
import { EXAMPLES as examples } from '../support/facts';
import { errorOf, type TestEnvironment, testEnvironment } from '../support/sandbox-driver';
import { rowsOf, tableOf } from './support';

describe('published examples', () => {
  let cave: TestEnvironment;
  beforeAll(() => {
    cave = testEnvironment();
  });

  describe('get_current_seg_ids', () => {
    const split = examples.get_current_seg_ids;
    const stale = split.map((example) => example.stale);
    test('the best candidate', () => {
      const expected = split.map(({ candidates }) => [candidates[0]![0]]);
      expect(rowsOf(cave, 'TT_CURRENT_ID', stale)).toEqual(expected);
    });
    test.each(split)('$stale with shares and the full list, asked alone', ({ stale: id, candidates }) => {
      expect(rowsOf(cave, 'TT_CURRENT_ID', [id], { args: [true, true] })).toEqual([candidates.flat()]);
      expect(rowsOf(cave, 'TT_CURRENT_ID', [id], { args: [true] })).toEqual([candidates[0]]);
      expect(rowsOf(cave, 'TT_CURRENT_ID', [id], { args: [false, true] })).toEqual([
        candidates.map(([best]) => best),
      ]);
    });
  });

  test('get_seg_details', () => {
    const { rows } = examples.get_seg_details;
    expect(
      rowsOf(
        cave,
        'TT_DETAILS',
        rows.map((row) => row[0]),
      ),
      // Published as out, in, total; here in the order of the sheet's columns.
    ).toEqual(
      rows.map(([id, current, volume, length, out, inc, total]) => [
        id,
        current,
        volume,
        length,
        inc,
        out,
        total,
      ]),
    );
  });

  test('get_cable_lengths', () => {
    const ids = Object.keys(examples.get_cable_lengths);
    expect(rowsOf(cave, 'TT_CABLE_LENGTH', ids).flat()).toEqual(Object.values(examples.get_cable_lengths));
  });

  test('get_seg_from_sv', () => {
    const { segments, supervoxels } = examples.get_roots_from_points;
    const svs = [...Object.keys(examples.get_seg_from_sv), ...supervoxels];
    const roots = [...Object.values(examples.get_seg_from_sv), ...segments];
    expect(rowsOf(cave, 'TT_ID_FROM_SUPERVOXEL', svs).flat()).toEqual(roots);
  });

  test('get_svs_from_seg: 846,443 supervoxels counted, and too many for cells', () => {
    for (const [id, { count }] of Object.entries(examples.get_svs_from_seg)) {
      expect(rowsOf(cave, 'TT_SUPERVOXEL_COUNT', [id])).toEqual([[count]]);
      expect(errorOf(() => tableOf(cave, 'TT_SUPERVOXELS', [id]))).toMatchObject({
        code: 'BIG',
        message: `${count.toLocaleString('en-US')} supervoxels; 50,000 fit. Use the sidebar`,
      });
    }
  });

  test('get_seg_3d_volume', () => {
    const ids = Object.keys(examples.get_seg_3d_volume);
    expect(rowsOf(cave, 'TT_VOLUME', ids).flat()).toEqual(Object.values(examples.get_seg_3d_volume));
  });

  test('check_seg_freshness', () => {
    const ids = Object.keys(examples.check_seg_freshness);
    expect(rowsOf(cave, 'TT_IS_CURRENT', ids).flat()).toEqual(Object.values(examples.check_seg_freshness));
  });

  test('check_seg_proofread_status, live and at the newest version', () => {
    const ids = Object.keys(examples.check_seg_proofread_status);
    const target = Object.values(examples.check_seg_proofread_status);
    expect(rowsOf(cave, 'TT_IS_PROOFREAD', ids).flat()).toEqual(target);
    const newest = String(cave.sandbox.truth.versions.at(-1)!.version);
    expect(rowsOf(cave, 'TT_IS_PROOFREAD', ids, { args: [newest] }).flat()).toEqual(target);
  });

  test('count_synapses, in total and split', () => {
    const ids = Object.keys(examples.count_synapses);
    const counts = Object.values(examples.count_synapses);
    expect(rowsOf(cave, 'TT_SYNAPSES', ids)).toEqual(counts.map((count) => [count.in + count.out]));
    const split = counts.map((count) => [count.in, count.out, count.in + count.out]);
    expect(rowsOf(cave, 'TT_SYNAPSES', ids, { args: [true] })).toEqual(split);
  });

  test('get_cave_stack_info', () => {
    for (const [datastack, record] of Object.entries(examples.get_cave_stack_info)) {
      const rows = new Map(tableOf(cave, 'TT_STACK_INFO', [], { datastack }) as [string, unknown][]);
      for (const [key, value] of Object.entries(record)) {
        // The sandbox serves every service from one origin.
        if (/^(local_server|segmentation_source|skeleton_source)$/.test(key)) continue;
        const nested = value !== null && typeof value === 'object' ? Object.entries(value) : [['', value]];
        for (const [name, inner] of nested) {
          const dotted = name === '' ? key : `${key}.${name}`;
          expect([dotted, rows.get(dotted)]).toEqual([dotted, inner ?? '']);
        }
      }
    }
  });
});
