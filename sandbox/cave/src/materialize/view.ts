/** A query that is stored with a version. */
import type { MaterializedVersion } from '../world/timeline';
import type { AnnotationTable, Cellular, Column } from './table';

export interface StoredView {
  name: string;
  id: number;
  description: string;
  columns: Column[];
  /** The table whose voxels its positions use. */
  of: AnnotationTable;
  rows(version: MaterializedVersion): Record<string, Cellular>[];
}
