/** What the skeleton viewer and its choice between the pieces of split segments show. Large arrays are base64. */

/** What the skeleton viewer opens with. */
export interface ViewerStart {
  /** Show skeletons, or choose between the pieces of split segments. */
  mode: 'skeletons' | 'resolve';
  datastack: string;
  neurons: { id: string; color: string }[];
  /** Further ids that were selected, and cells that hold none. */
  leftOut: number;
  damaged: number;
  /** Meshes can be made: a companion is set. */
  meshes: boolean;
}

/** One skeleton. Its arrays are base64 of little-endian numbers. */
export interface ViewerNeuron {
  id: string;
  vertices: number;
  edges: number;
  /** nm: what the positions are relative to. */
  offset: number[];
  /** float32 x, y, z by vertex, nm. */
  positions: string;
  /** float32 by vertex, nm; 0 where not told. */
  radii: string;
  /** uint8 by vertex: 1 soma, 2 axon, 3 dendrite, 0 not told. */
  compartments: string;
  /** uint32: two vertices by edge. */
  pairs: string;
  /** nm, absolute; null where no soma is known. */
  soma: { at: number[]; radius: number } | null;
  /** nm. */
  cable: number;
  /** Whether the id is current; null where that could not be asked. */
  current: boolean | null;
}

/** As many skeletons as one reply holds; those in `left` are asked for next. */
export interface ViewerSlice {
  neurons: ViewerNeuron[];
  missing: { id: string; code: string; message: string }[];
  remaining: string[];
}

/** A row whose segment was split without a clear successor. */
export interface DoubtfulRow {
  tabId: number;
  tab: string;
  /** Header of the id column. */
  column: string;
  /** Where it stood when it was read. */
  row: number;
  id: string;
  /** Shares of the largest pieces, 0 to 1, as the row says them; empty where it does not. */
  shares: number[];
  /** The row's own point or supervoxel, as its key has it; '' where it has none. */
  anchor: string;
}

export interface ResolveStart {
  datastack: string;
  rows: DoubtfulRow[];
}

export interface PieceView {
  id: string;
  color: string;
  /** The row's own point or supervoxel lies in it. */
  own: boolean;
  share: number;
  /** A supervoxel of the old segment in this piece; '' where none was met. */
  supervoxel: string;
  /** µm³, and synapses in and out: numbers, or why there is none. */
  volume: number | string;
  incoming: number | string;
  outgoing: number | string;
  link: string;
}

export interface PiecesView {
  id: string;
  /** Still split without a clear successor; otherwise the row is settled and only has to be asked again. */
  split: boolean;
  exact: boolean;
  pieces: PieceView[];
}

export interface ViewerMesh {
  /** Base64 of a binary PLY file, nm. */
  ply: string;
}
