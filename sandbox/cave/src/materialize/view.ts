/** A query stored with a version. */
import type { MaterializedVersion } from '../world/timeline';
import type { AnnotationTable, Cellular, Column } from './table';

export interface StoredView {
  name: string;
  id: number;
  description: string;
  columns: Column[];
  /** The table in whose voxels its positions are. */
  of: AnnotationTable;
  rows(version: MaterializedVersion): Record<string, Cellular>[];
}
