/**
 * Converts a state of the old fork for present viewers. Fields without a counterpart are kept, because viewers ignore
 * them.
 */
import {
  copyDocument,
  type Doc,
  docText,
  type Fields,
  fieldsOf,
  listOf,
  makeDocument,
  numberOf,
  numbersOf,
} from './document';
import { dimensionsOf } from './scene';
import { forModernViewer } from './source';
import { legacyMatrix } from './space';
import { dialectOf, isSegmentation, type Layer, layersOf, positionOf, voxelSize } from './state';

const NAVIGATION = ['navigation', 'perspectiveOrientation', 'perspectiveZoom', 'jsonStateServer', 'layers'];

/**
 * Returns a modern state unchanged. Zooms are divided by the voxel size, as Neuroglancer does when it reads an old
 * state.
 */
export function modernize(old: Fields): Fields {
  if (dialectOf(old) === 'modern') return old;
  const state = copyDocument(old);
  const size = voxelSize(state) ?? [1, 1, 1];
  const voxel = Math.min(...size);
  const modern: Fields = new Map();
  modern.set('dimensions', makeDocument(dimensionsOf(size)));
  const position = positionOf(state);
  if (position) modern.set('position', makeDocument(position));
  const navigation = fieldsOf(state.get('navigation'));
  const zooms: [string, number | null][] = [
    ['crossSectionScale', numberOf(navigation?.get('zoomFactor'))],
    ['projectionScale', numberOf(state.get('perspectiveZoom'))],
  ];
  for (const [key, zoom] of zooms) if (zoom !== null) modern.set(key, makeDocument(zoom / voxel));
  const orientation = fieldsOf(navigation?.get('pose'))?.get('orientation');
  if (orientation !== undefined) modern.set('crossSectionOrientation', orientation);
  const perspective = state.get('perspectiveOrientation');
  if (perspective !== undefined) modern.set('projectionOrientation', perspective);
  modern.set(
    'layers',
    layersOf(state).map((layer) => modernLayer(layer, size)),
  );
  for (const [key, value] of state) if (!NAVIGATION.includes(key)) modern.set(key, value);
  return modern;
}

function modernLayer(layer: Layer, view: readonly number[]): Fields {
  const { fields } = layer;
  fields.set('name', layer.name);
  const source = fields.get('source');
  if (typeof source === 'string') fields.set('source', forModernViewer(source));
  if (isSegmentation(layer)) {
    fields.set('type', 'segmentation');
    const hiddenIds = listOf(fields.get('hiddenSegments')).map((id) => `!${docText(id)}`);
    if (hiddenIds.length > 0) fields.set('segments', [...listOf(fields.get('segments')), ...hiddenIds]);
    fields.delete('hiddenSegments');
  }
  if (layer.type === 'annotation' && !fields.has('source')) localAnnotations(fields, view);
  return fields;
}

/** Converts each tag to a property, and states the scale of the annotations' coordinates. */
function localAnnotations(fields: Fields, view: readonly number[]): void {
  const size = numbersOf(fields.get('voxelSize')) ?? view;
  fields.delete('voxelSize');
  // The old shift is in nm, the new one in voxels.
  const matrix = legacyMatrix(fields.get('transform'), `layer "${docText(fields.get('name'))}"`)?.map(
    (row, i) => [...row.slice(0, 3), row[3]! / size[i]!],
  );
  fields.delete('transform');
  const transform = { ...(matrix ? { matrix } : {}), outputDimensions: dimensionsOf(size) };
  fields.set('source', makeDocument({ url: 'local://annotations', transform }));
  const linkedLayer = fields.get('linkedSegmentationLayer');
  if (typeof linkedLayer === 'string') {
    fields.set('linkedSegmentationLayer', makeDocument({ segments: linkedLayer }));
    if (fields.get('filterBySegmentation') === true) fields.set('filterBySegmentation', ['segments']);
    else fields.delete('filterBySegmentation');
  }
  const tags = listOf(fields.get('annotationTags')).flatMap((tag) => {
    const one = fieldsOf(tag);
    return one ? [{ id: docText(one.get('id')), label: docText(one.get('label')) }] : [];
  });
  if (tags.length > 0) {
    const properties = tags.map(({ id, label }) => ({
      id: `tag${id}`,
      type: 'uint8',
      tag: label,
      default: 0,
    }));
    fields.set('annotationProperties', makeDocument(properties));
  }
  fields.delete('annotationTags');
  const annotations = listOf(fields.get('annotations')).map((annotation, i) => {
    const one = fieldsOf(annotation);
    return one ? modernAnnotation(one, i, tags) : annotation;
  });
  fields.set('annotations', annotations);
}

function modernAnnotation(annotation: Fields, at: number, tags: readonly { id: string }[]): Doc {
  // The viewer stops reading the list at an annotation without an id.
  if (docText(annotation.get('id')) === '') annotation.set('id', `a${at + 1}`);
  const ownTags = new Set(listOf(annotation.get('tagIds')).map(docText));
  annotation.delete('tagIds');
  if (tags.length > 0) {
    annotation.set('props', makeDocument(tags.map(({ id }) => (ownTags.has(id) ? 1 : 0))));
  }
  return annotation;
}
