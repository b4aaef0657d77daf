/** Which ids of the states are stale, and what became of them: one question for each dataset. */
import { isLatest } from '../../../cave/chunkedgraph';
import { layerOf } from '../../../cave/nodeId';
import { openStack } from '../../../cave/stack';
import { AMBIGUOUS_BELOW, successions } from '../../../cave/successors';
import { asTtError, TtError } from '../../../core/errors';
import { type Id, parseId } from '../../../core/ids';
import { settleAll, type Work } from '../../../exchange/work';
import type { Fields } from '../../../neuroglancer/document';
import { isSegmentation, type Layer, layersOf, segmentsOf } from '../../../neuroglancer/state';
import { type Ctx, instant } from '../../declare';
import { type Dataset, showsGraph } from './dataset';

/** What is known of a dataset's ids; an error where it could not be asked. */
export interface Freshness {
  /** Stale ids with their best successor. */
  successors: Map<string, string>;
  /** Of those, split without a clear successor. */
  ambiguous: Set<string>;
  /** Stale ids without any current segment, and ids that the graph does not know. */
  lost: Set<string>;
}

/** Layers that show the dataset as it is now: not those pinned to a time, nor flat copies. */
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

export function* freshnessOf(
  ctx: Ctx,
  wanted: ReadonlyMap<string, ReadonlySet<Id>>,
): Work<Map<string, Freshness | TtError>> {
  const names = [...wanted.keys()];
  const works = names.map((name) => askDataset(ctx, name, [...wanted.get(name)!]));
  const ended = yield* settleAll(works);
  return new Map(names.map((name, i) => [name, ended[i]!.ok ? resultOf(ended[i]!) : errorOf(ended[i]!)]));
}

type Ended = { ok: true; value: Freshness } | { ok: false; error: unknown };
const resultOf = (ended: Ended): Freshness => (ended as { value: Freshness }).value;
const errorOf = (ended: Ended): TtError => asTtError((ended as { error: unknown }).error);

function* askDataset(ctx: Ctx, name: string, ids: Id[]): Work<Freshness> {
  const stack = yield* openStack(ctx.access, name, ctx.memory);
  const segments = ids.filter((id) => layerOf(id) === stack.graph.layers);
  const timestamp = instant(ctx);
  const latest = yield* isLatest(stack, segments, timestamp);
  const stale = segments.filter((id) => !latest.get(id));
  const found =
    stale.length > 0 ? yield* successions(stack, stale, { timestamp, ballot: 'chunks' }) : new Map();
  const freshness: Freshness = { successors: new Map(), ambiguous: new Set(), lost: new Set() };
  for (const id of stale) {
    const succession = found.get(id);
    const best = succession instanceof TtError ? undefined : succession?.candidates[0];
    if (!best) freshness.lost.add(id);
    else {
      freshness.successors.set(id, best.id);
      if (best.share < AMBIGUOUS_BELOW) freshness.ambiguous.add(id);
    }
  }
  return freshness;
}
