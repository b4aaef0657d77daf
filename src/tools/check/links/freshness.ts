/** Finds the stale ids of the states and their successors, with one request per dataset. */

import { openDatastack } from '../../../cave/client/datastack';
import { layerOf } from '../../../cave/client/node-id';
import { AMBIGUOUS_BELOW, successions } from '../../../cave/graph/successors';
import { asTtError, TtError } from '../../../core/errors';
import { type Id, parseId } from '../../../core/ids';
import { allSettled, type Work } from '../../../http/work';
import type { Fields } from '../../../neuroglancer/document';
import { isSegmentation, type Layer, layersOf, segmentsOf } from '../../../neuroglancer/state';
import { type ToolContext, timestampOf } from '../../declaration/declare';
import { type Dataset, showsGraph } from './dataset';

/** The known state of a dataset's ids. */
export interface Freshness {
  checkedIds: Set<Id>;
  /** Stale ids with their best successor. */
  successors: Map<string, string>;
  /** The stale ids that were split without a clear successor. */
  ambiguousIds: Set<string>;
  /** Ids that the graph does not have, or that have no current successor. */
  lostIds: Set<string>;
}

/** Layers that show the dataset's present state: no layer pinned to a time, and no flat copy. */
export const liveLayers = (state: Fields, { config }: Dataset): Layer[] =>
  layersOf(state).filter(
    (layer) =>
      isSegmentation(layer) &&
      !layer.fields.has('timestamp') &&
      layer.sources.some((source) => showsGraph(source, config)),
  );

export function idsOf(layers: readonly Layer[]): Id[] {
  const ids = new Set<Id>();
  for (const segment of layers.flatMap(segmentsOf)) {
    const id = parseId(segment.id);
    if (id !== null && id !== '0') ids.add(id);
  }
  return [...ids];
}

/** Adds the ids that `freshnessOf` lacks. Returns an error for each dataset whose request failed. */
export function* updateIds(
  ctx: ToolContext,
  requestedIds: ReadonlyMap<string, ReadonlySet<Id>>,
  freshnessOf: Map<string, Freshness>,
): Work<Map<string, TtError>> {
  const names = [...requestedIds.keys()];
  const works = names.map((name) => {
    const before = freshnessOf.get(name) ?? {
      checkedIds: new Set(),
      successors: new Map(),
      ambiguousIds: new Set(),
      lostIds: new Set(),
    };
    const ids = [...requestedIds.get(name)!].filter((id) => !before.checkedIds.has(id));
    return askDataset(ctx, name, ids, before);
  });
  const failures = new Map<string, TtError>();
  (yield* allSettled(works)).forEach((outcome, i) => {
    if (outcome.ok) freshnessOf.set(names[i]!, outcome.value);
    else failures.set(names[i]!, asTtError(outcome.error));
  });
  return failures;
}

function* askDataset(ctx: ToolContext, name: string, ids: Id[], freshness: Freshness): Work<Freshness> {
  if (ids.length === 0) return freshness;
  const stack = yield* openDatastack(ctx.access, name, ctx.cache);
  const segments = ids.filter((id) => layerOf(id) === stack.graph.layers);
  const timestamp = timestampOf(ctx);
  const found = yield* successions(stack, segments, { timestamp, voteUnit: 'chunks' });
  for (const id of segments) {
    const succession = found.get(id)!;
    if (succession instanceof TtError) throw succession;
    const [best] = succession.candidates;
    freshness.checkedIds.add(id);
    if (!best) freshness.lostIds.add(id);
    else if (succession.state !== 'current') {
      freshness.successors.set(id, best.id);
      if (best.share < AMBIGUOUS_BELOW) freshness.ambiguousIds.add(id);
    }
  }
  return freshness;
}
