/**
 * Reads a mesh from a file of any supported format, recognized by its bytes, or by its name if the bytes are ambiguous.
 */
import { TtError } from '../../core/errors';
import type { Mesh } from '../mesh/mesh';
import { readObj } from './obj';
import { textBytes, unpack } from './plain-bytes';
import { readPly } from './ply';
import { isPly } from './ply-header';
import { Scanner } from './scanner';
import { isBinaryStl, isTextStl, readStl } from './stl';

const OTHERS: readonly [pattern: RegExp, what: string][] = [
  [/^PK/, 'is a zip archive: unpack it first'],
  [/^glTF/, 'is a glTF: save the mesh as OBJ, PLY or STL'],
  [/^DRACO/, 'is a bare Draco mesh: save it as OBJ, PLY or STL'],
  [/^\s*<(!doctype|html|\?xml)/i, 'is a web page or XML, not a mesh: the download may have failed'],
  [/^(C|N|4|n|ST)*OFF\s/, 'is an OFF: save the mesh as OBJ, PLY or STL'],
];

/**
 * OBJ, PLY or STL, with or without gzip. `name` is the file's name; it decides the format if the bytes do not. Adds
 * remarks about the file to `remarks`.
 * @throws INPUT if the file has none of these formats or is damaged
 */
export function readMeshFile(file: Uint8Array, name = '', remarks: string[] = []): Mesh {
  const display = name ? `"${name.slice(0, 80)}"` : 'the file';
  if (file.length === 0) throw new TtError('INPUT', `${display} is empty`);
  const bytes = unpack(file, display);
  const text = textBytes(bytes, display);
  const start = String.fromCharCode(...text.subarray(0, 400));
  for (const [pattern, what] of OTHERS) {
    if (pattern.test(start)) throw new TtError('INPUT', `${display} ${what}`);
  }
  const ending = endingOf(name);
  if (isPly(text)) return readPly(bytes, remarks);
  if (isBinaryStl(bytes) || isTextStl(text)) return readStl(bytes, remarks);
  if (ending === 'obj' || isObj(text)) return readObj(bytes, remarks);
  if (ending === 'ply') return readPly(bytes, remarks);
  if (ending === 'stl') return readStl(bytes, remarks);
  throw new TtError('INPUT', `${display} is not an OBJ, PLY or STL`);
}

/** The name without the extensions of a mesh file; '' if nothing else remains. */
export const bareName = (name: string): string =>
  name
    .replace(/^.*[/\\]/, '')
    .replace(/\.gz$/i, '')
    .replace(/\.(?:obj|ply|stl)$/i, '');

const endingOf = (name: string): string => /\.([a-z]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** True if some line is an OBJ vertex, however many comments, groups and normals precede it. */
export function isObj(bytes: Uint8Array): boolean {
  if (bytes.subarray(0, 1000).includes(0)) return false;
  const scan = new Scanner(bytes, 'the file', { comment: '#', continued: true });
  for (; scan.seek(); scan.nextStatement()) {
    if (!/^v$/i.test(scan.word())) continue;
    const number = scan.word();
    return /^[-+.]?\d/.test(number);
  }
  return false;
}
