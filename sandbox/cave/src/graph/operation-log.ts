/** The forms of an edit in the operation log. */

/** The columns of an operation differ by kind. */
export type LogForm =
  /** A merge, or a split of one edge: points and the edge. */
  | { as: 'edge' }
  /** A split between sets of points: the supervoxels of both sides too. */
  | { as: 'multicut' }
  /** No points: the edge and the operation that is undone or redone. */
  | { as: 'undo' | 'redo'; of: number }
  /** Failed: points, and what the service said. */
  | { as: 'failed'; exception: string };
