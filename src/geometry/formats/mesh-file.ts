/**
 * Reads a mesh from a file of any supported kind, recognized by its bytes and, where they are ambiguous, by its name.
 */
import { TtError } from '../../core/errors';
import type { Mesh } from '../mesh/mesh';
import { readObj } from './obj';
import { readPly } from './ply';
import { isPly } from './ply-header';
import { isBinaryStl, isTextStl, readStl } from './stl';

const OTHERS: readonly [pattern: RegExp, what: string][] = [
  [/^PK/, 'is a zip archive: unpack it first'],
  [/^glTF/, 'is a glTF: save the mesh as OBJ, PLY or STL'],
  [/^DRACO/, 'is a bare Draco mesh: save it as OBJ, PLY or STL'],
  [/^\s*<(!doctype|html|\?xml)/i, 'is a web page or XML, not a mesh: the download may have failed'],
  [/^(C|N|4|n|ST)*OFF\s/, 'is an OFF: save the mesh as OBJ, PLY or STL'],
];

/**
 * OBJ, PLY or STL.
 * @throws INPUT where it is none of them, or damaged
 */
export function readMeshFile(bytes: Uint8Array, name = ''): Mesh {
  const start = String.fromCharCode(...bytes.subarray(0, 400));
  const shown = name ? `"${name.slice(0, 80)}"` : 'the file';
  if (bytes.length === 0) throw new TtError('INPUT', `${shown} is empty`);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new TtError('INPUT', `${shown} is compressed with gzip: unpack it first`);
  }
  for (const [pattern, what] of OTHERS) {
    if (pattern.test(start)) throw new TtError('INPUT', `${shown} ${what}`);
  }
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (isPly(bytes) || ending === 'ply') return readPly(bytes);
  if (ending === 'obj') return readObj(bytes);
  if (ending === 'stl' || isBinaryStl(bytes) || isTextStl(bytes)) return readStl(bytes);
  if (/^v[ \t]/m.test(start) || /^#|^o |^mtllib /.test(start)) return readObj(bytes);
  throw new TtError('INPUT', `${shown} is not an OBJ, PLY or STL`);
}
