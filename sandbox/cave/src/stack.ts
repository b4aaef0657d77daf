/** One datastack of the sandbox: its facts, graph, tables and meshes. */

import type { ChunkedGraph } from './graph/graph';
import type { TableWithHistory } from './materialize/history';
import type { StoredView } from './materialize/view';
import type { MeshStore } from './meshes/store';
import type { WorldParts } from './world/build';
import type { StackFacts } from './world/stacks';

/** A datastack before its tables are added. */
export interface StackBase {
  facts: StackFacts;
  built: WorldParts;
  graph: ChunkedGraph;
}

export interface SandboxStack extends StackBase {
  /** Annotation tables by name. */
  readonly tables: Map<string, TableWithHistory>;
  /** Views of its versions by name. */
  readonly views: Map<string, StoredView>;
  meshes: MeshStore;
}
