/** What the services of one sandbox share. */

import type { ChunkedGraph } from './graph/graph';
import type { AccessRules } from './http/access';
import type { TableWithHistory } from './materialize/history';
import type { View } from './materialize/view';
import type { MeshStore } from './meshes/store';
import type { StateStore } from './services/nglstate';
import type { SkeletonStore } from './skeletons/store';
import type { Built } from './world/build';
import type { StackFacts } from './world/stacks';
import type { Timeline } from './world/timeline';

/** A datastack before its tables are made. */
export interface Bare {
  facts: StackFacts;
  built: Built;
  graph: ChunkedGraph;
}

export interface Stack extends Bare {
  /** Annotation tables by name. */
  tables: Map<string, TableWithHistory>;
  /** Views of its versions by name. */
  views: Map<string, View>;
  meshes: MeshStore;
}

export interface State extends AccessRules {
  seed: number;
  /** Where the graph info says that the watershed volume lies: in its bucket, or on this origin. */
  watershed: 'bucket' | 'here';
  stacks: Stack[];
  timeline: Timeline;
  skeletons: SkeletonStore;
  links: StateStore;
  /** Time of the sandbox, ms. */
  now(): number;
}

export const stackByName = (state: State, name: string): Stack | undefined =>
  state.stacks.find((stack) => stack.facts.name === name);

export const stackByTable = (state: State, table: string): Stack | undefined =>
  state.stacks.find((stack) => stack.facts.table === table);

export const stackByVolume = (state: State, volume: string): Stack | undefined =>
  state.stacks.find((stack) => stack.facts.alignedVolume.name === volume);
