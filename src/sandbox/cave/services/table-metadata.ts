/** The record of a table, as Materialize and the annotation service show it. */
import { float, type Value } from '../http/reply';
import type { AnnotationTable } from '../materialize/table';
import type { Stack } from '../state';

export function metadataOf(
  table: AnnotationTable,
  stack: Stack,
  service: 'materialize' | 'annotation',
): Record<string, Value> {
  const { facts } = table;
  const [x, y, z] = stack.facts.viewerResolution;
  const bound = table.columns.some((column) => column.kind === 'root');
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
    voxel_resolution_x: float(x),
    voxel_resolution_y: float(y),
    voxel_resolution_z: float(z),
    read_permission: 'PUBLIC',
    write_permission: 'PRIVATE',
    last_modified: facts.lastModified,
    ...(bound ? { segmentation_source: null, pcg_table_name: stack.facts.table } : {}),
  };
}
