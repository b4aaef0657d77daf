/** One proofreading edit, as the operation log keeps it. */
import type { Vec3 } from './grid';
import type { Root } from './nodes';

export interface Operation {
  id: number;
  user: number;
  /** ms since the epoch. */
  time: number;
  /** What it did to the graph: the undo of a split is a merge. */
  kind: 'merge' | 'split';
  before: Root[];
  /** Empty for an edit that failed; one root for a split whose sides stay connected. */
  after: Root[];
  /** The supervoxels on the two sides of the edited edge, and where they lie in base voxels. */
  source: string;
  sink: string;
  sourceAt: Vec3;
  sinkAt: Vec3;
  log: LogForm;
}

/** How the log writes an operation down: its columns differ by kind. */
export type LogForm =
  /** A merge, or a split of one edge: points and the edge. */
  | { as: 'edge' }
  /** A split between sets of points: the supervoxels of both sides too. */
  | { as: 'multicut' }
  /** No points: the edge and the operation that is undone or redone. */
  | { as: 'undo' | 'redo'; of: number }
  /** Failed: points, and what the service said. */
  | { as: 'failed'; exception: string };
