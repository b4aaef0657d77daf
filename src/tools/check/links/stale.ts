/** Which ids of the states are stale, and what became of them: one question for each dataset. */
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

/** What is known of a dataset's ids. */
export interface Freshness {
  checked: Set<Id>;
  /** Stale ids with their best successor. */
  successors: Map<string, string>;
  /** Of those, split without a clear successor. */
  ambiguous: Set<string>;
  /** Ids that the graph does not know, or that nothing current came of. */
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

/** Adds to `known` what it does not hold yet; answers the datasets that could not be asked, each with its error. */
export function* freshen(
  ctx: Ctx,
  wanted: ReadonlyMap<string, ReadonlySet<Id>>,
  known: Map<string, Freshness>,
): Work<Map<string, TtError>> {
  const names = [...wanted.keys()];
  const works = names.map((name) => {
    const before = known.get(name) ?? {
      checked: new Set(),
      successors: new Map(),
      ambiguous: new Set(),
      lost: new Set(),
    };
    const ids = [...wanted.get(name)!].filter((id) => !before.checked.has(id));
    return askDataset(ctx, name, ids, before);
  });
  const failed = new Map<string, TtError>();
  (yield* settleAll(works)).forEach((ended, i) => {
    if (ended.ok) known.set(names[i]!, ended.value);
    else failed.set(names[i]!, asTtError(ended.error));
  });
  return failed;
}

function* askDataset(ctx: Ctx, name: string, ids: Id[], freshness: Freshness): Work<Freshness> {
  if (ids.length === 0) return freshness;
  const stack = yield* openStack(ctx.access, name, ctx.memory);
  const segments = ids.filter((id) => layerOf(id) === stack.graph.layers);
  const timestamp = instant(ctx);
  const found = yield* successions(stack, segments, { timestamp, ballot: 'chunks' });
  for (const id of segments) {
    const succession = found.get(id)!;
    if (succession instanceof TtError) throw succession;
    const [best] = succession.candidates;
    freshness.checked.add(id);
    if (!best) freshness.lost.add(id);
    else if (succession.state !== 'current') {
      freshness.successors.set(id, best.id);
      if (best.share < AMBIGUOUS_BELOW) freshness.ambiguous.add(id);
    }
  }
  return freshness;
}
