/** Reads the options of TT_LINK: "key=value; key=value" in a cell, or two columns of keys and values. */
import { passedError } from '../../core/cells/foreign';
import { readNumberCell } from '../../core/cells/number-cell';
import { NO_REGION } from '../../core/cells/region';
import { readTextCell } from '../../core/cells/text-cell';
import { TtError } from '../../core/errors';
import { isBlankCell, readVector } from '../../core/points';
import type { Cell } from '../../core/table';
import { type Fields, fieldsOf, readDocument } from '../../neuroglancer/document';
import { MESH_OPACITY } from '../views/colored-segments';
import type { LinkLength } from '../views/datastack-view';

export interface MeshOption {
  source: string;
  ids: string[];
  color: string;
  name: string;
}

export interface LinkOptions {
  /** True for one link per id of a range, false for one link for all. */
  each: boolean;
  /** True to show the current segment in place of an id that an edit replaced. */
  current: boolean;
  link: LinkLength;
  viewer: string;
  /** A list of #rrggbb that repeats, or a palette. */
  colors: string[] | 'palette' | 'alternate' | null;
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
  for (const [key, text] of pairsOf(value ?? [])) put(options, key, text);
  return options;
}

/** Keys in lower case with their values; values in several cells are joined by spaces. */
function pairsOf(rows: readonly Cell[][]): [key: string, value: string][] {
  const wide = rows.some((row) => row.length > 1);
  if (!wide)
    return rows.flatMap((row) => (isBlankCell(row[0]) ? [] : split(optionText(row[0]!)).map(pairIn)));
  const pairs: [string, string][] = [];
  for (const [key, ...values] of rows) {
    const text = values
      .filter((cell) => !isBlankCell(cell))
      .map(optionText)
      .join(' ')
      .trim();
    if (isBlankCell(key) && text === '') continue;
    // A blank key continues the key above: a column of colours, another annotation layer.
    if (isBlankCell(key)) pairs.push([pairs[pairs.length - 1]?.[0] ?? '', text]);
    else {
      const word = optionText(key!);
      if (/^\s*\{/.test(word)) pairs.push(['annotations', word]);
      else pairs.push([keyOf(word), text === '' ? 'yes' : text]);
    }
  }
  return pairs;
}

/** TRUE and FALSE are values of "each" and similar keys. */
function optionText(cell: Cell): string {
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  const otherError = passedError(cell);
  if (otherError) throw otherError;
  const text = readTextCell(cell);
  if (typeof text === 'string') return text;
  throw new TtError('INPUT', `options: ${text.reason}`);
}

const keyOf = (key: string): string =>
  key
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '');

/** Splits at semicolons and line ends outside JSON. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inText) {
      if (char === '\\') at++;
      else if (char === '"') inText = false;
    } else if (char === '"' && depth > 0) inText = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if ((char === ';' || char === '\n') && depth <= 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part.trim() !== '');
}

function pairIn(part: string): [string, string] {
  if (/^\s*\{/.test(part)) return ['annotations', part];
  const found = /^([^=]*?)=([\s\S]*)$/.exec(part);
  return found ? [keyOf(found[1]!), found[2]!.trim()] : [keyOf(part), 'yes'];
}

function put(options: LinkOptions, key: string, text: string): void {
  switch (key) {
    case 'each':
    case 'current':
      options[key] = yes(key, text);
      return;
    case 'long':
    case 'short':
      options.link = key;
      return;
    case 'link':
      options.link = oneOf(key, text, ['auto', 'long', 'short'] as const);
      return;
    case 'color':
    case 'colour':
    case 'colors':
    case 'colours':
      options.colors = colorsIn(options.colors, text);
      return;
    case 'annotation':
    case 'annotations':
    case 'annolayer':
      options.annotations.push(layerIn(text));
      return;
    case 'region':
    case 'regions':
      options.regions = regionsIn(text);
      return;
    case 'mesh':
    case 'meshes':
      options.meshes.push(meshIn(text, options.meshes.length));
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
      options[key] = positive(key, text);
      return;
    case 'translucent':
    case 'alpha':
      options.alpha = /^[0-9.]+$/.test(text) ? share(key, text) : yes(key, text) ? MESH_OPACITY : null;
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

function yes(key: string, text: string): boolean {
  if (/^(yes|true|1)$/i.test(text)) return true;
  if (/^(no|false|0)$/i.test(text)) return false;
  throw new TtError('INPUT', `options, ${key}: yes or no, not "${text.slice(0, 40)}"`);
}

function oneOf<T extends string>(key: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text.toLowerCase());
  if (found !== undefined) return found;
  throw new TtError('INPUT', `options, ${key}: one of ${words.join(', ')}, not "${text.slice(0, 40)}"`);
}

function positive(key: string, text: string): number {
  const number = readNumberCell(text, NO_REGION);
  if (typeof number === 'number' && number > 0) return number;
  throw new TtError('INPUT', `options, ${key}: a number above 0, not "${text.slice(0, 40)}"`);
}

function share(key: string, text: string): number {
  const number = readNumberCell(text, NO_REGION);
  if (typeof number === 'number' && number >= 0 && number <= 1) return number;
  throw new TtError('INPUT', `options, ${key}: 0 to 1, not "${text.slice(0, 40)}"`);
}

const NAMED: Record<string, string> = {
  red: '#FF0000',
  green: '#00FF00',
  blue: '#0000FF',
  cyan: '#00FFFF',
  magenta: '#FF00FF',
  yellow: '#FFFF00',
  orange: '#FFA500',
  white: '#FFFFFF',
  grey: '#808080',
  gray: '#808080',
};

/** #rrggbb, or null if the word is not a colour. */
export function colorIn(word: string): string | null {
  if (/^#[0-9a-f]{6}$/i.test(word)) return word.toUpperCase();
  if (/^#[0-9a-f]{3}$/i.test(word)) return word.toUpperCase().replace(/[0-9A-F]/g, '$&$&');
  return NAMED[word.toLowerCase()] ?? null;
}

function colorsIn(before: LinkOptions['colors'], text: string): LinkOptions['colors'] {
  const word = text.toLowerCase();
  if (word === 'palette' || word === 'yes') return 'palette';
  if (word === 'alternate') return 'alternate';
  const colors = text.split(/[\s,]+/).map((part) => {
    const color = colorIn(part);
    if (color) return color;
    throw new TtError('INPUT', `options, colors: "${part.slice(0, 40)}" is no colour such as #FFDD33`);
  });
  return Array.isArray(before) ? [...before, ...colors] : colors;
}

function layerIn(text: string): Fields {
  let layer: Fields | null = null;
  try {
    layer = fieldsOf(readDocument(text.trim()));
  } catch {
    // The error below covers this case.
  }
  if (layer?.get('type') === 'annotation') return layer;
  throw new TtError(
    'INPUT',
    `options, annotations: not the text of TT_ANNO_LAYER: "${text.trim().slice(0, 40)}"`,
  );
}

const idsIn = (text: string): string[] => text.split(/[\s,]+/).filter((part) => part !== '');

function regionsIn(text: string): string[] | null {
  if (/^(no|false)$/i.test(text)) return null;
  if (/^(yes|true)$/i.test(text)) return [];
  const ids = idsIn(text);
  if (ids.length > 0 && ids.every((id) => /^[0-9]{1,20}$/.test(id))) return ids;
  throw new TtError('INPUT', `options, regions: yes, or ids such as 1, 4, 7, not "${text.slice(0, 40)}"`);
}

/** The source, followed in any order by ids, a colour and a name. */
function meshIn(text: string, before: number): MeshOption {
  const [source = '', ...words] = text.split(/\s+/);
  if (!/:\/\//.test(source)) {
    throw new TtError(
      'INPUT',
      `options, mesh: a source such as precomputed://gs://bucket/path, not "${source.slice(0, 60)}"`,
    );
  }
  const mesh: MeshOption = { source, ids: [], color: '', name: '' };
  for (const word of words) {
    const color = colorIn(word);
    if (color) mesh.color = color;
    else if (/^[0-9]+(,[0-9]+)*,?$/.test(word)) mesh.ids.push(...idsIn(word));
    else mesh.name = mesh.name === '' ? word : `${mesh.name} ${word}`;
  }
  if (mesh.ids.length === 0) mesh.ids.push('1');
  if (mesh.name === '') mesh.name = before === 0 ? 'mesh' : `mesh ${before + 1}`;
  return mesh;
}
