/** The forms of an edit in the operation log. */

/** The columns of an operation, which differ by kind. */
export type LogForm =
  /** A merge, or a split of one edge: its points and the edge. */
  | { as: 'edge' }
  /** A split between sets of points: also the supervoxels of both sides. */
  | { as: 'multicut' }
  /** No points: the edge, and the operation that is undone or redone. */
  | { as: 'undo' | 'redo'; of: number }
  /** A failed operation: its points and the service's message. */
  | { as: 'failed'; exception: string };
