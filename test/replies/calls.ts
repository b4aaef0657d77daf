/** Every function that reads replies, with arguments for which the sandbox gives all kinds of answers. */
import { postState, readStateNumber, stateAddress } from '../../src/cave/state';
import { replyTo } from '../../src/http/work';
import { ORIGIN, type TestEnvironment } from '../support/sandbox-driver';
import type { Call } from './recording';

/** Small segments: damage does not need large replies. */
function smallest({ sandbox: { truth } }: TestEnvironment, ids: string[], count: number): string[] {
  return ids
    .map((id) => ({ id, size: truth.level2(id).length }))
    .sort((a, b) => a.size - b.size)
    .slice(0, count)
    .map(({ id }) => id);
}

const column = (ids: readonly string[]): string[][] => ids.map((id) => [id]);

export function callsOf(cave: TestEnvironment): Call[] {
  const { truth } = cave.sandbox;
  const stale = smallest(cave, truth.sampleStale(60), 2);
  const split = truth.sampleStale(200).filter((id) => truth.candidates(id).length > 1);
  const current = smallest(cave, truth.sampleCurrent(60), 3);
  const edited = truth.sampleCurrent(100).filter((id) => truth.operations(id).length > 0);
  const proofread = truth.sampleCurrent(400).filter((id) => truth.proofread(id)?.some((yes) => yes));
  const [divided] = smallest(cave, split, 1) as [string];
  const few = smallest(cave, edited, 2);
  const ids = column([...current, ...stale]);
  const some = column(current);
  const state = JSON.stringify({
    dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [45e-9, 'm'] },
    layers: [{ type: 'annotation', name: 'a', annotations: [{ type: 'point', id: 'p', point: [1, 2, 3] }] }],
  });
  const number = readStateNumber(cave.run(replyTo(postState(cave.ctx().access, ORIGIN, 'v1', state))));
  const link = stateAddress(ORIGIN, 'v1', number);
  return [
    { formula: 'TT_IS_CURRENT', values: [ids] },
    { formula: 'TT_CURRENT_ID', values: [column([...current.slice(0, 1), ...stale, divided]), true, true] },
    { formula: 'TT_IS_PROOFREAD', values: [column([...proofread.slice(0, 2), ...current.slice(0, 2)])] },
    {
      formula: 'TT_IS_PROOFREAD',
      values: [column([...proofread.slice(0, 2), ...current.slice(0, 2)]), '902'],
    },
    { formula: 'TT_SYNAPSES', values: [some, true] },
    { formula: 'TT_SYNAPSES', values: [column(current.slice(0, 1))] },
    { formula: 'TT_VOLUME', values: [some] },
    { formula: 'TT_COORDS', values: [some] },
    { formula: 'TT_CABLE_LENGTH', values: [some] },
    { formula: 'TT_DETAILS', values: [column([...current.slice(0, 2), divided])] },
    { formula: 'TT_SKELETON', values: [current[0]] },
    { formula: 'TT_BONES', values: [current[0]] },
    { formula: 'TT_SUPERVOXELS', values: [current[0]] },
    { formula: 'TT_SUPERVOXEL_COUNT', values: [some] },
    { formula: 'TT_ID_FROM_SUPERVOXEL', values: [column(truth.supervoxels(current[0]!).slice(0, 5))] },
    { formula: 'TT_ORIGINAL_IDS', values: [column(few)] },
    { formula: 'TT_CHANGELOG', values: [column(few)] },
    { formula: 'TT_EDITS', values: [few[0]] },
    { formula: 'TT_EDITS_LINK', values: [few[0]] },
    { formula: 'TT_TABLE', values: ['backbone_proofread', undefined, undefined, 5] },
    { formula: 'TT_TABLE', values: ['cell_info', undefined, 'id, tag, pt_root_id, pt_position', 5, '902'] },
    { formula: 'TT_TABLE_INFO', values: ['cell_info'] },
    { formula: 'TT_STACK_TABLES', values: [] },
    { formula: 'TT_STACKS', values: [] },
    { formula: 'TT_STACK_INFO', values: [] },
    { formula: 'TT_STATE', values: [link] },
    { formula: 'TT_ANNO_POINTS', values: [link] },
    { formula: 'TT_LINK_DOCTOR', values: [[[link]]] },
  ];
}
