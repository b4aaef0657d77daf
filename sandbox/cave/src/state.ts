/** The state that the services of one sandbox share. */

import type { AccessRules } from './http/access';
import type { ViewStateStore } from './services/link-store';
import type { SkeletonStore } from './skeletons/store';
import type { SandboxStack } from './stack';
import type { Timeline } from './world/timeline';

export interface State extends AccessRules {
  seed: number;
  /** Address of the watershed volume in the graph's info: in its bucket, or on this origin. */
  watershed: 'bucket' | 'here';
  stacks: SandboxStack[];
  timeline: Timeline;
  skeletons: SkeletonStore;
  links: ViewStateStore;
  /** Returns the sandbox's time in ms. */
  now(): number;
}

export const stackByName = (state: State, name: string): SandboxStack | undefined =>
  state.stacks.find((stack) => stack.facts.name === name);

export const stackByTable = (state: State, table: string): SandboxStack | undefined =>
  state.stacks.find((stack) => stack.facts.table === table);

export const stackByVolume = (state: State, volume: string): SandboxStack | undefined =>
  state.stacks.find((stack) => stack.facts.alignedVolume.name === volume);
