/**
 * A skeleton: the argument and result type of all skeleton functions. It is a graph of points with one or more
 * components.
 */

export interface Tree {
  /** x, y, z of each vertex in turn; nm unless the function says otherwise. */
  vertices: Float64Array;
  /** Two vertex indices per edge; in a tree from an SWC, the child comes first. */
  edges: Uint32Array;
  /** Radius of each vertex, in the unit of the vertices; -1 if unknown. */
  radius?: Float64Array;
  /** SWC code of each vertex: 1 soma, 2 axon, 3 dendrite, 0 undefined. */
  types?: Uint8Array;
}
