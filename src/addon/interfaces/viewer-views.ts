/**
 * Types of the skeleton viewer and of the window for choosing between pieces of split segments. Large arrays are
 * base64.
 */

/** What the skeleton viewer opens with. */
export interface ViewerStart {
  /** Show skeletons, or choose between the pieces of split segments. */
  mode: 'skeletons' | 'resolve';
  datastack: string;
  neurons: { id: string; color: string }[];
  /** Number of further selected ids, and of cells without an id. */
  leftOut: number;
  damaged: number;
  /** Meshes are available: a companion is set. */
  meshes: boolean;
}

/** One skeleton. Its arrays are base64 of little-endian numbers. */
export interface ViewerNeuron {
  id: string;
  vertices: number;
  edges: number;
  /** In nm: origin of the positions. */
  offset: number[];
  /** float32 x, y, z by vertex, nm. */
  positions: string;
  /** float32 by vertex, nm; 0 if unknown. */
  radii: string;
  /** uint8 by vertex: 1 soma, 2 axon, 3 dendrite, 0 unknown. */
  compartments: string;
  /** uint32: two vertices by edge. */
  pairs: string;
  /** nm, absolute; null if no soma is known. */
  soma: { at: number[]; radius: number } | null;
  /** nm. */
  cable: number;
  /** Whether the id is current; null if unknown. */
  current: boolean | null;
}

/** As many skeletons as fit into one reply; `remaining` lists the ids to request next. */
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
  /** Its row when it was read. */
  row: number;
  id: string;
  /** Shares of the largest pieces, 0 to 1, as written in the row; empty if there are none. */
  shares: number[];
  /** The row's own point or supervoxel, as in its key; '' if it has none. */
  anchor: string;
}

export interface ResolveStart {
  datastack: string;
  rows: DoubtfulRow[];
}

export interface PieceView {
  id: string;
  color: string;
  /** The row's own point or supervoxel is in this piece. */
  own: boolean;
  share: number;
  /** A supervoxel of the old segment in this piece; '' if none was found. */
  supervoxel: string;
  /** µm³, and synapses in and out: numbers, or why there is none. */
  volume: number | string;
  incoming: number | string;
  outgoing: number | string;
  link: string;
}

export interface PiecesView {
  id: string;
  /** Still split without a clear successor. Otherwise the row only needs to be asked about again. */
  split: boolean;
  exact: boolean;
  pieces: PieceView[];
}

export interface ViewerMesh {
  /** Base64 of a binary PLY file, nm. */
  ply: string;
}
