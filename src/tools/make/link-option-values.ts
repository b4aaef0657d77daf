/** Values of TT_LINK's options. Each reader throws INPUT with the option's name and what it takes. */
import { readNumberCell } from '../../core/cells/number-cell';
import { NO_REGION } from '../../core/cells/region';
import { TtError } from '../../core/errors';
import { type Fields, fieldsOf, readDocument } from '../../neuroglancer/document';

export interface MeshOption {
  source: string;
  ids: string[];
  color: string;
  name: string;
}

/** A list of #rrggbb that repeats, or a palette; null for the viewer's own colours. */
export type LinkColors = string[] | 'palette' | 'alternate' | null;

export function readYes(key: string, text: string): boolean {
  if (/^(yes|true|1)$/i.test(text)) return true;
  if (/^(no|false|0)$/i.test(text)) return false;
  throw new TtError('INPUT', `options, ${key}: yes or no, not "${text.slice(0, 40)}"`);
}

export function readWord<T extends string>(key: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text.toLowerCase());
  if (found !== undefined) return found;
  throw new TtError('INPUT', `options, ${key}: one of ${words.join(', ')}, not "${text.slice(0, 40)}"`);
}

export function readPositive(key: string, text: string): number {
  const number = readNumberCell(text, NO_REGION);
  if (typeof number === 'number' && number > 0) return number;
  throw new TtError('INPUT', `options, ${key}: a number above 0, not "${text.slice(0, 40)}"`);
}

export function readShare(key: string, text: string): number {
  const number = readNumberCell(text, NO_REGION);
  if (typeof number === 'number' && number >= 0 && number <= 1) return number;
  throw new TtError('INPUT', `options, ${key}: 0 to 1, not "${text.slice(0, 40)}"`);
}

const COLOR_NAMES: Record<string, string> = {
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
function colorIn(word: string): string | null {
  if (/^#[0-9a-f]{6}$/i.test(word)) return word.toUpperCase();
  if (/^#[0-9a-f]{3}$/i.test(word)) return word.toUpperCase().replace(/[0-9A-F]/g, '$&$&');
  return COLOR_NAMES[word.toLowerCase()] ?? null;
}

export function readColors(before: LinkColors, text: string): LinkColors {
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

export function readAnnotationLayer(text: string): Fields {
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

export function readRegions(text: string): string[] | null {
  if (/^(no|false)$/i.test(text)) return null;
  if (/^(yes|true)$/i.test(text)) return [];
  const ids = idsIn(text);
  if (ids.length > 0 && ids.every((id) => /^[0-9]{1,20}$/.test(id))) return ids;
  throw new TtError('INPUT', `options, regions: yes, or ids such as 1, 4, 7, not "${text.slice(0, 40)}"`);
}

/** The source, followed in any order by ids, a colour and a name. */
export function readMeshOption(text: string, before: number): MeshOption {
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
