/** The options of TT_LINK by key, with their defaults. */
import { TtError } from '../../core/errors';
import { readVector } from '../../core/points';
import type { Cell } from '../../core/table';
import type { Fields } from '../../neuroglancer/document';
import { MESH_OPACITY } from '../views/colored-segments';
import type { LinkLength } from '../views/datastack-view';
import { optionPairs } from './link-option-pairs';
import {
  type LinkColors,
  type MeshOption,
  readAnnotationLayer,
  readColors,
  readMeshOption,
  readPositive,
  readRegions,
  readShare,
  readWord,
  readYes,
} from './link-option-values';

export interface LinkOptions {
  /** True for one link per id of a range, false for one link for all. */
  each: boolean;
  /** True to show the current segment in place of an id that an edit replaced. */
  current: boolean;
  link: LinkLength;
  viewer: string;
  colors: LinkColors;
  annotations: Fields[];
  /** Ids of the datastack's region meshes; an empty list means its outline. */
  regions: string[] | null;
  meshes: MeshOption[];
  position: number[] | null;
  angle: number[] | null;
  zoom2d: number | null;
  zoom3d: number | null;
  /** Opacity of the segments, 0 to 1. */
  alpha: number | null;
  title: string;
  layout: string;
  image: string;
  segmentation: string;
}

export const KEY_DESCRIPTIONS =
  'each, current (yes, or no for the ids as they are), link (long, short, auto), viewer (spelunker, flywire, an address), colors (palette, alternate, hex colours), ' +
  'annotations (text of TT_ANNO_LAYER), regions (yes, or ids), mesh (source, ids, colour, name), position, zoom2d, ' +
  'zoom3d, angle, translucent (yes, or 0 to 1), title, layout (3d, xy-3d, 4panel), image, segmentation';

export function readLinkOptions(value: readonly Cell[][] | undefined): LinkOptions {
  const options: LinkOptions = {
    each: false,
    current: true,
    link: 'auto',
    viewer: '',
    colors: null,
    annotations: [],
    regions: null,
    meshes: [],
    position: null,
    angle: null,
    zoom2d: null,
    zoom3d: null,
    alpha: null,
    title: '',
    layout: '',
    image: '',
    segmentation: '',
  };
  for (const [key, text] of optionPairs(value ?? [])) put(options, key, text);
  return options;
}

function put(options: LinkOptions, key: string, text: string): void {
  switch (key) {
    case 'each':
    case 'current':
      options[key] = readYes(key, text);
      return;
    case 'long':
    case 'short':
      options.link = key;
      return;
    case 'link':
      options.link = readWord(key, text, ['auto', 'long', 'short'] as const);
      return;
    case 'color':
    case 'colour':
    case 'colors':
    case 'colours':
      options.colors = readColors(options.colors, text);
      return;
    case 'annotation':
    case 'annotations':
    case 'annolayer':
      options.annotations.push(readAnnotationLayer(text));
      return;
    case 'region':
    case 'regions':
      options.regions = readRegions(text);
      return;
    case 'mesh':
    case 'meshes':
      options.meshes.push(readMeshOption(text, options.meshes.length));
      return;
    case 'view':
    case 'viewpoint':
    case 'position':
      options.position = readVector([[text]], 'position', 3);
      return;
    case 'angle':
      options.angle = readVector([[text]], 'angle', 4);
      return;
    case 'zoom2d':
    case 'zoom3d':
      options[key] = readPositive(key, text);
      return;
    case 'translucent':
    case 'alpha':
      options.alpha = /^[0-9.]+$/.test(text)
        ? readShare(key, text)
        : readYes(key, text)
          ? MESH_OPACITY
          : null;
      return;
    case 'viewer':
    case 'title':
    case 'layout':
    case 'image':
    case 'segmentation':
      options[key] = text;
      return;
    default:
      throw new TtError('INPUT', `options: there is no "${key.slice(0, 40)}". There are ${KEY_DESCRIPTIONS}`);
  }
}
