/** One proofreading edit, as the operation log keeps it. */
import type { Vec3 } from './grid';
import type { Root } from './nodes';

export interface Operation {
  id: number;
  user: number;
  /** ms since the epoch. */
  time: number;
  kind: 'merge' | 'split';
  before: Root[];
  after: Root[];
  /** The supervoxels on the two sides of the edited edge, and where they lie in base voxels. */
  source: string;
  sink: string;
  sourceAt: Vec3;
  sinkAt: Vec3;
}
