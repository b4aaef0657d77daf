/** The published BANC examples, asked over the wire. */
import { unpackIds } from '../../../src/core/ids';
import { EXAMPLES as examples } from '../../../test/support/facts';
import type { CaveSandbox } from '../src';
import { ask, field, fresh, good, P } from './ask';

describe('published examples', () => {
  let sandbox: CaveSandbox;
  beforeAll(() => {
    sandbox = fresh();
  });

  const leaves = (id: string, layer: number): string[] =>
    field(good(sandbox, `${P}/node/${id}/leaves?stop_layer=${layer}&int64_as_str=1`), 'leaf_ids') as string[];
  const owners = (ids: string[]): string[] => {
    const body = new Uint8Array(BigUint64Array.from(ids.map(BigInt)).buffer);
    return [...unpackIds(ask(sandbox, `${P}/roots_binary`, { body }).body)].map(String);
  };

  test('candidates and shares of the split segments', () => {
    for (const { stale, candidates } of examples.get_current_seg_ids) {
      const svs = leaves(stale, 1);
      const counts = new Map<string, number>();
      for (const root of owners(svs)) counts.set(root, (counts.get(root) ?? 0) + 1);
      const shares = [...counts].sort((a, b) => b[1] - a[1]).map(([id, n]) => [id, n / svs.length]);
      expect(shares).toEqual(candidates);
    }
  });

  test('freshness', () => {
    const ids = Object.keys(examples.check_seg_freshness);
    const answer = good(sandbox, `${P}/is_latest_roots`, { body: JSON.stringify({ node_ids: ids }) });
    expect(field(answer, 'is_latest')).toEqual(Object.values(examples.check_seg_freshness));
  });

  test('originals, in the published order', () => {
    for (const [id, originals] of Object.entries(examples.get_original_seg_ids)) {
      const graph = good(sandbox, `${P}/lineage_graph_multiple?int64_as_str=true`, {
        body: JSON.stringify({ root_ids: [id] }),
      });
      const targets = new Set((field(graph, 'links') as { target: string }[]).map((link) => link.target));
      const nodes = (field(graph, 'nodes') as { id: string }[]).map((node) => node.id);
      expect(nodes.filter((node) => !targets.has(node))).toEqual(originals);
    }
  });

  test('supervoxels and their segments', () => {
    const { segments, supervoxels } = examples.get_roots_from_points;
    expect(owners(supervoxels)).toEqual(segments);
    expect(owners(Object.keys(examples.get_seg_from_sv))).toEqual(Object.values(examples.get_seg_from_sv));
  });

  test('the list of 846,443 supervoxels, whole and in order', () => {
    for (const [id, { count, first, last }] of Object.entries(examples.get_svs_from_seg)) {
      const reply = ask(sandbox, `${P}/node/${id}/leaves`);
      expect(reply.body.length).toBeGreaterThan(18 * count);
      const svs = leaves(id, 1);
      expect([svs.length, svs.slice(0, 3), svs.slice(-3)]).toEqual([count, first, last]);
      expect(new Set(svs).size).toBe(count);
      expect(new Set(owners(svs))).toEqual(new Set([id]));
    }
  });

  test('volumes from the sizes of level-2 nodes', () => {
    for (const [, id, volume] of examples.get_seg_details.rows) {
      const body = JSON.stringify({ l2_ids: leaves(id, 2) });
      const path = '/l2cache/api/v1/table/wclee_fly_cns_001/attributes?attribute_names=size_nm3';
      const sizes = Object.values(good(sandbox, path, { body }) as object) as { size_nm3: number }[];
      const sum = sizes.reduce((total, entry) => total + entry.size_nm3, 0);
      expect(sum / 1e9).toBe(volume);
    }
  });
});
