/** Judges one state by the replies of its addresses: is any part of it gone? */
import type { TtError } from '../../../core/errors';
import { readSource } from '../../../neuroglancer/source';
import { isSegmentation, type Layer, layersOf } from '../../../neuroglancer/state';
import type { AddressCheck, AddressChecks } from './addresses';
import type { Case, Verdict } from './verdict';

export interface Judgement {
  verdict: Verdict;
  reasons: string[];
  viewerDead: boolean;
  /** Lost sources of the image and of the segmentation that the view is about. */
  goneImages: { layer: Layer; source: string }[];
  goneSegmentations: { layer: Layer; source: string }[];
}

/** The volumes that a view is about. Region meshes and custom meshes beside a graph do not count. */
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

/** Throws the error of an address that could not be checked, unless something worse is certain. */
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
  const errors: TtError[] = [];
  const refusals: string[] = [];
  const visit = (layer: Layer, goneImages: Judgement['goneImages']) => {
    const source = layer.sources[0]!;
    const place = places.source(source);
    if (place.state === 'closed') refusals.push(`${layer.name}: ${place.why}`);
    else if (place.state === 'gone' || place.state === 'dead') {
      goneImages.push({ layer, source });
      judgement.reasons.push(`${layer.name}: ${place.why}`);
    } else if (place.state === 'unknown') note(place, layer, errors, judgement.reasons);
  };
  for (const layer of images) visit(layer, judgement.goneImages);
  for (const layer of segmentations) visit(layer, judgement.goneSegmentations);
  if (viewer?.state === 'unknown' && viewer.error) errors.push(viewer.error);
  if (viewer?.state === 'dead') {
    judgement.reasons.unshift(viewer.why);
    judgement.verdict = 'dead host';
  } else if (refusals.length > 0) {
    judgement.reasons.unshift(...refusals);
    judgement.verdict = 'needs sign-in or terms';
  } else if (judgement.goneSegmentations.length > 0) judgement.verdict = 'segmentation gone';
  else if (judgement.goneImages.length > 0) judgement.verdict = 'image gone';
  else if (errors.length > 0) throw errors[0]!;
  return judgement;
}

function note(
  place: AddressCheck & { state: 'unknown' },
  layer: Layer,
  uncheckedErrors: TtError[],
  reasons: string[],
): void {
  if (place.error) uncheckedErrors.push(place.error);
  else {
    const { format } = readSource(layer.sources[0]!);
    reasons.push(`${layer.name} was not checked (${format || 'its kind of source'} has no info file)`);
  }
}
