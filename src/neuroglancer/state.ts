/** Reads a viewer's state: its dialect, voxel size, layers, sources and segments. It changes nothing. */
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
  /** True if the layer is drawn or listed: neither archived nor switched off. */
  visible: boolean;
}

export interface Segment {
  /** The id as written, without the mark for hidden segments; the digits if the state contains a number. */
  id: string;
  hidden: boolean;
}

/** Reads the text of a state. Throws an error for users if it is not a state. */
export function readState(text: string): Fields {
  let doc: Doc;
  try {
    doc = readDocument(text.trim());
  } catch {
    throw new TtError('LINK', holdsNoNumbers(text) ? NO_NUMBERS : NOT_JSON);
  }
  // If a state was posted as text, the state server replies with a string that contains JSON.
  const inner = typeof doc === 'string' && doc.startsWith('{') ? readState(doc) : doc;
  const state = fieldsOf(inner);
  if (!state) throw new TtError('LINK', 'this is JSON, but not a viewer’s state');
  return state;
}

const NOT_JSON = 'the view is cut off or damaged: its text is not whole JSON';
const NO_NUMBERS =
  'the view holds NaN or Infinity, which viewers do not read. The program that wrote it has to leave them out';
/** Strings are matched too, so that words inside them are not replaced. */
const WORDS = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|-?\b(?:NaN|Infinity)\b/g;

/** True if the text is JSON with Python's words for non-finite numbers, which the state server accepts. */
function holdsNoNumbers(text: string): boolean {
  const plainJson = text.replace(WORDS, (part) => (part.startsWith('"') ? part : '0'));
  if (plainJson === text) return false;
  try {
    readDocument(plainJson.trim());
    return true;
  } catch {
    return false;
  }
}

/** Layers in order. In the oldest states they are an object whose keys are the names. */
export function layersOf(state: Fields): Layer[] {
  const layers = state.get('layers');
  const byName = fieldsOf(layers);
  if (byName) {
    return [...byName].flatMap(([name, layer]) => {
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

/** The addresses of a `source`: a text, an object with a url, or a list of either. */
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

/**
 * Sizes in nm along x, y, z of a `dimensions` object; null if there is none, or if one of the three is not a length.
 */
export function scaleOf(dimensions: Doc | undefined): number[] | null {
  const read = readDimensions(dimensions, 'the view');
  const axes = AXES.flatMap((axis) => read?.find(({ name, unit }) => name === axis && unit === 'm') ?? []);
  return axes.length === 3 ? axes.map(({ scale }) => scale) : null;
}

/** The view's voxel size in nm: the unit of its position and of most annotations. */
export function voxelSize(state: Fields): number[] | null {
  return scaleOf(state.get('dimensions')) ?? numbersOf(legacyPosition(state)?.get('voxelSize'));
}

export function legacyPosition(state: Fields): Fields | null {
  const pose = fieldsOf(fieldsOf(state.get('navigation'))?.get('pose'));
  return fieldsOf(pose?.get('position'));
}

/** The centre of the view along x, y, z, in its voxels. Throws LINK if the view does not have these dimensions. */
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

/** Visible segments first, then hidden ones, which either dialect marks in its own way. */
export function segmentsOf(layer: Layer): Segment[] {
  const ownSegments = listOf(layer.fields.get('segments')).map((segment) => {
    const text = docText(segment);
    return text.startsWith('!') ? { id: text.slice(1), hidden: true } : { id: text, hidden: false };
  });
  const hiddenSegments = listOf(layer.fields.get('hiddenSegments')).map((segment) => ({
    id: docText(segment),
    hidden: true,
  }));
  return [...ownSegments, ...hiddenSegments].filter(({ id }) => id !== '');
}
