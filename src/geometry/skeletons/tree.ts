/** A skeleton, as all geometry functions take and return it: a graph of points in one or several components. */

export interface Tree {
  /** x, y, z of each vertex in turn; nm unless the function says otherwise. */
  vertices: Float64Array;
  /** Two vertex indices an edge; in a tree read from SWC the child comes first. */
  edges: Uint32Array;
  /** In the unit of the vertices, one a vertex; -1 where it is not known. */
  radius?: Float64Array;
  /** SWC codes, one a vertex: 1 soma, 2 axon, 3 dendrite, 0 undefined. */
  types?: Uint8Array;
}
