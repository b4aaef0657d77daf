/** One state against what its places answered: is anything of it gone? */
import type { TtError } from '../../../core/errors';
import { readSource } from '../../../neuroglancer/source';
import { isSegmentation, type Layer, layersOf } from '../../../neuroglancer/state';
import type { AddressCheck, AddressChecks } from './addresses';
import type { Case, Verdict } from './verdict';

export interface Judgement {
  verdict: Verdict;
  reasons: string[];
  viewerDead: boolean;
  /** Sources that are gone, of the image and of the segmentation that the view is about. */
  goneImages: { layer: Layer; source: string }[];
  goneSegmentations: { layer: Layer; source: string }[];
}

/** The volumes that a view is about. Region and custom meshes beside a graph do not decide. */
export function mainLayers(layers: readonly Layer[]): { images: Layer[]; segmentations: Layer[] } {
  const visible = layers.filter((layer) => layer.visible && layer.sources.length > 0);
  const segmentations = visible
    .filter(isSegmentation)
    .filter((layer) => readSource(layer.sources[0]!).options !== 'type=mesh');
  const graphs = segmentations.filter((layer) =>
    layer.sources.some((source) => readSource(source).format === 'graphene'),
  );
  return {
    images: visible.filter((layer) => layer.type === 'image').slice(0, 1),
    segmentations: graphs.length > 0 ? graphs : segmentations.slice(0, 1),
  };
}

/** Throws the error of a place that could not be asked, unless something worse is certain. */
export function judge({ link, state }: Case, places: AddressChecks): Judgement {
  const { images, segmentations } = mainLayers(layersOf(state));
  const viewer = link.viewer === '' ? null : places.viewer(link.viewer);
  const judgement: Judgement = {
    verdict: 'works',
    reasons: [],
    viewerDead: viewer?.state === 'dead',
    goneImages: [],
    goneSegmentations: [],
  };
  const unasked: TtError[] = [];
  const closed: string[] = [];
  const visit = (layer: Layer, gone: Judgement['goneImages']) => {
    const source = layer.sources[0]!;
    const place = places.source(source);
    if (place.state === 'closed') closed.push(`${layer.name}: ${place.why}`);
    else if (place.state === 'gone' || place.state === 'dead') {
      gone.push({ layer, source });
      judgement.reasons.push(`${layer.name}: ${place.why}`);
    } else if (place.state === 'unknown') note(place, layer, unasked, judgement.reasons);
  };
  for (const layer of images) visit(layer, judgement.goneImages);
  for (const layer of segmentations) visit(layer, judgement.goneSegmentations);
  if (viewer?.state === 'unknown' && viewer.error) unasked.push(viewer.error);
  if (viewer?.state === 'dead') {
    judgement.reasons.unshift(viewer.why);
    judgement.verdict = 'dead host';
  } else if (closed.length > 0) {
    judgement.reasons.unshift(...closed);
    judgement.verdict = 'needs sign-in or terms';
  } else if (judgement.goneSegmentations.length > 0) judgement.verdict = 'segmentation gone';
  else if (judgement.goneImages.length > 0) judgement.verdict = 'image gone';
  else if (unasked.length > 0) throw unasked[0]!;
  return judgement;
}

function note(
  place: AddressCheck & { state: 'unknown' },
  layer: Layer,
  unasked: TtError[],
  reasons: string[],
): void {
  if (place.error) unasked.push(place.error);
  else {
    const { format } = readSource(layer.sources[0]!);
    reasons.push(`${layer.name} was not checked (${format || 'its kind of source'} has no info file)`);
  }
}
