/** Reads a viewer's state: its dialect, voxel size, layers, sources and segments. Nothing here changes it. */
import { TtError } from '../core/errors';
import { AXES, axesOf, readDimensions } from './dimensions';
import { type Doc, docText, type Fields, fieldsOf, listOf, numbersOf, readDocument } from './document';

/** `modern` is upstream Neuroglancer from 2020 and Spelunker, `legacy` the fork behind FlyWire's old viewer. */
export type Dialect = 'modern' | 'legacy';

export interface Layer {
  name: string;
  type: string;
  /** The layer's own fields. */
  fields: Fields;
  /** Source addresses in order, without `local://`. */
  sources: string[];
  /** Drawn, or at least listed: neither archived nor switched off. */
  visible: boolean;
}

export interface Segment {
  /** As written, without the mark; a number where the state holds one. */
  id: string;
  hidden: boolean;
}

/** A state's text as a document; throws an error for people where it is none. */
export function readState(text: string): Fields {
  let doc: Doc;
  try {
    doc = readDocument(text.trim());
  } catch {
    throw new TtError('LINK', holdsNoNumbers(text) ? NO_NUMBERS : NOT_JSON);
  }
  // A state server's reply for a state that was posted as text is a string that contains JSON.
  const inner = typeof doc === 'string' && doc.startsWith('{') ? readState(doc) : doc;
  const state = fieldsOf(inner);
  if (!state) throw new TtError('LINK', 'this is JSON, but not a viewer’s state');
  return state;
}

const NOT_JSON = 'the view is cut off or damaged: its text is not whole JSON';
const NO_NUMBERS =
  'the view holds NaN or Infinity, which viewers do not read. The program that wrote it has to leave them out';
/** Texts are skipped, so that words inside them are not replaced. */
const WORDS = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|-?\b(?:NaN|Infinity)\b/g;

/** Whether the text holds JSON with Python's words for non-finite numbers, which the state server accepts. */
function holdsNoNumbers(text: string): boolean {
  const mended = text.replace(WORDS, (part) => (part.startsWith('"') ? part : '0'));
  if (mended === text) return false;
  try {
    readDocument(mended.trim());
    return true;
  } catch {
    return false;
  }
}

/** Layers in order. The oldest states hold them as an object whose keys are the names. */
export function layersOf(state: Fields): Layer[] {
  const layers = state.get('layers');
  const named = fieldsOf(layers);
  if (named) {
    return [...named].flatMap(([name, layer]) => {
      const fields = typeof layer === 'string' ? new Map([['source', layer as Doc]]) : fieldsOf(layer);
      return fields ? [layerOf(fields, name)] : [];
    });
  }
  return listOf(layers).flatMap((layer) => {
    const fields = fieldsOf(layer);
    return fields ? [layerOf(fields, docText(fields.get('name')))] : [];
  });
}

function layerOf(fields: Fields, name: string): Layer {
  const sources = sourceTexts(fields.get('source')).filter((source) => !source.startsWith('local://'));
  return {
    name,
    type: typeOf(docText(fields.get('type')), fields),
    fields,
    sources,
    visible: fields.get('visible') !== false && fields.get('archived') !== true,
  };
}

function typeOf(type: string, fields: Fields): string {
  if (type === 'pointAnnotation') return 'annotation';
  if (type !== '' && type !== 'auto') return type;
  return fields.has('segments') ? 'segmentation' : type;
}

/** Addresses of a `source`: a text, an object with a url, or a list of either. */
export function sourceTexts(source: Doc | undefined): string[] {
  if (typeof source === 'string') return [source];
  if (Array.isArray(source)) return source.flatMap(sourceTexts);
  const url = fieldsOf(source)?.get('url');
  return typeof url === 'string' ? [url] : [];
}

export const isSegmentation = (layer: Layer): boolean => layer.type.startsWith('segmentation');

export function dialectOf(state: Fields): Dialect {
  if (state.has('dimensions')) return 'modern';
  const old = layersOf(state).some(
    ({ type, fields }) =>
      type === 'segmentation_with_graph' ||
      (type === 'annotation' && fields.has('voxelSize') && !fields.has('source')),
  );
  return state.has('navigation') || old ? 'legacy' : 'modern';
}

/** nm along x, y, z of a `dimensions` object; null where there is none, or one of the three is no length. */
export function scaleOf(dimensions: Doc | undefined): number[] | null {
  const read = readDimensions(dimensions, 'the view');
  const axes = AXES.flatMap((axis) => read?.find(({ name, unit }) => name === axis && unit === 'm') ?? []);
  return axes.length === 3 ? axes.map(({ scale }) => scale) : null;
}

/** nm of a voxel of the view: the unit of its position, and of most annotations. */
export function voxelSize(state: Fields): number[] | null {
  return scaleOf(state.get('dimensions')) ?? numbersOf(legacyPosition(state)?.get('voxelSize'));
}

export function legacyPosition(state: Fields): Fields | null {
  const pose = fieldsOf(fieldsOf(state.get('navigation'))?.get('pose'));
  return fieldsOf(pose?.get('position'));
}

/** The centre of the view along x, y, z, in its voxels. Throws LINK where the view has no such dimensions. */
export function positionOf(state: Fields): number[] | null {
  const modern = numbersOf(state.get('position'));
  const dimensions = readDimensions(state.get('dimensions'), 'the view');
  if (modern && dimensions) {
    const axes = axesOf(dimensions, 'the view').map((at) => modern[at] ?? null);
    return axes.every((x) => x !== null) ? (axes as number[]) : null;
  }
  if (modern) return modern;
  const position = legacyPosition(state);
  const voxels = numbersOf(position?.get('voxelCoordinates'));
  if (voxels) return voxels;
  const spatial = numbersOf(position?.get('spatialCoordinates'));
  const size = voxelSize(state);
  return spatial && size ? spatial.map((nm, i) => nm / size[i]!) : null;
}

/** Shown segments first, then those kept hidden, by either dialect's mark. */
export function segmentsOf(layer: Layer): Segment[] {
  const listed = listOf(layer.fields.get('segments')).map((segment) => {
    const text = docText(segment);
    return text.startsWith('!') ? { id: text.slice(1), hidden: true } : { id: text, hidden: false };
  });
  const hidden = listOf(layer.fields.get('hiddenSegments')).map((segment) => ({
    id: docText(segment),
    hidden: true,
  }));
  return [...listed, ...hidden].filter(({ id }) => id !== '');
}
