/** The record of a table, as Materialize and the annotation service return it. */
import { float, type ReplyValue } from '../http/reply';
import type { TableWithHistory } from '../materialize/history';
import { positionResolution } from '../materialize/run';
import { msOf } from '../materialize/table';

import type { SandboxStack } from '../stack';
import { iso } from '../world/timeline';

export function metadataOf(
  table: TableWithHistory,
  stack: SandboxStack,
  service: 'materialize' | 'annotation',
): Record<string, ReplyValue> {
  const { facts } = table;
  const [x, y, z] = positionResolution(table, stack);
  const bound = table.columns.some((column) => column.kind === 'root');
  // The annotation service overwrites fields of the table's record with those of its segmentation table.
  const segmentation =
    bound && service === 'annotation'
      ? {
          id: facts.id + 1,
          table_name: `${facts.name}__${stack.facts.table}`,
          created: iso(msOf(facts.created) + 3_600_000),
        }
      : {};
  return {
    id: facts.id,
    aligned_volume: stack.facts.alignedVolume.name,
    ...(service === 'materialize' ? { schema: facts.schema } : {}),
    table_name: facts.name,
    valid: true,
    created: facts.created,
    schema_type: facts.schema,
    user_id: facts.userId,
    description: facts.description,
    notice_text: facts.notice,
    reference_table: facts.reference,
    flat_segmentation_source: null,
    voxel_resolution_x: float(x!),
    voxel_resolution_y: float(y!),
    voxel_resolution_z: float(z!),
    read_permission: facts.secret ? 'PRIVATE' : 'PUBLIC',
    write_permission: 'PRIVATE',
    last_modified: table.lastChange > msOf(facts.lastModified) ? iso(table.lastChange) : facts.lastModified,
    ...(bound ? { segmentation_source: null, pcg_table_name: stack.facts.table } : {}),
    ...segmentation,
  };
}
