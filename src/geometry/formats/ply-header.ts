/**
 * Reads the header of a PLY file: its format and its elements. Checks that the file is long enough for the declared
 * numbers of elements.
 */
import { TtError } from '../../core/errors';
import { Scanner } from './scanner';

export const PLY_TYPE_BYTES = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  float64: 8,
} as const;
export type PlyType = keyof typeof PLY_TYPE_BYTES;

/** The older type names, which most programs still write. */
const OLDER: Readonly<Record<string, PlyType>> = {
  char: 'int8',
  uchar: 'uint8',
  short: 'int16',
  ushort: 'uint16',
  int: 'int32',
  uint: 'uint32',
  float: 'float32',
  double: 'float64',
};

export interface PlyProperty {
  name: string;
  kind: PlyType;
  /** Type of the length that precedes the values of a list. */
  count?: PlyType;
}

export interface PlyElement {
  name: string;
  count: number;
  properties: PlyProperty[];
}

export interface PlyHeader {
  format: 'ascii' | 'binary_little_endian' | 'binary_big_endian';
  elements: PlyElement[];
  /** Bytes and lines of the header, including its last line. */
  length: number;
  lines: number;
}

export const isPly = (bytes: Uint8Array): boolean =>
  /^ply[\r\n]/.test(String.fromCharCode(...bytes.subarray(0, 4)));

/** @throws INPUT if the file is not a PLY, uses an unknown feature, or declares more than it contains */
export function readPlyHeader(bytes: Uint8Array): PlyHeader {
  if (!isPly(bytes)) throw new TtError('INPUT', 'the file does not begin with "ply": it is not a PLY');
  const scan = new Scanner(bytes, 'the PLY');
  const elements: PlyElement[] = [];
  let format: string = '';
  scan.nextLine();
  for (;;) {
    if (scan.done) throw new TtError('INPUT', 'the PLY ends within its header: it is cut');
    const keyword = scan.word();
    if (keyword === 'format') format = scan.word();
    else if (keyword === 'element') elements.push(readElement(scan, elements));
    else if (keyword === 'property') addProperty(scan, elements);
    else if (keyword === 'end_header') break;
    else if (keyword !== '' && keyword !== 'comment' && keyword !== 'obj_info') {
      throw scan.wrong(`"${keyword}" does not belong in a PLY header`);
    }
    scan.nextLine();
  }
  const lines = scan.line;
  // If lines end with "\r" alone, a first data byte of 10 would be read as part of the line end. No program writes such
  // binary files.
  scan.nextLine();
  if (format !== 'ascii' && format !== 'binary_little_endian' && format !== 'binary_big_endian') {
    throw new TtError('INPUT', `the PLY has the format "${format}", which is not known`);
  }
  const header: PlyHeader = { format, elements, length: scan.at, lines };
  checkCounts(header, bytes.length - scan.at);
  return header;
}

function readElement(scan: Scanner, before: readonly PlyElement[]): PlyElement {
  const name = scan.word();
  if (before.some((element) => element.name === name)) throw scan.wrong(`the element "${name}" stands twice`);
  const count = scan.integer(`the number of elements "${name}"`);
  if (count < 0) throw scan.wrong(`the number of elements "${name}" is ${count}`);
  if (/^tristrips?$/.test(name) && count > 0) {
    throw scan.wrong('triangle strips are not read: save the mesh with plain faces');
  }
  return { name, count, properties: [] };
}

function addProperty(scan: Scanner, elements: readonly PlyElement[]): void {
  const element = elements.at(-1);
  if (!element) throw scan.wrong('a property stands before the first element');
  const first = scan.word();
  const property: PlyProperty =
    first === 'list'
      ? { count: kindOf(scan), kind: kindOf(scan), name: scan.word() }
      : { kind: kindOf(scan, first), name: scan.word() };
  if (element.properties.some(({ name }) => name === property.name)) {
    throw scan.wrong(`the property "${property.name}" stands twice in the element "${element.name}"`);
  }
  element.properties.push(property);
}

function kindOf(scan: Scanner, word = scan.word()): PlyType {
  if (Object.hasOwn(PLY_TYPE_BYTES, word)) return word as PlyType;
  if (Object.hasOwn(OLDER, word)) return OLDER[word]!;
  throw scan.wrong(`"${word}" is not a kind of number that a PLY has`);
}

/** Checks that the file has the minimum of bytes for its rows, before memory is allocated for them. */
function checkCounts({ format, elements }: PlyHeader, remaining: number): void {
  let least = 0;
  for (const { name, count, properties } of elements) {
    if (properties.length === 0 && count > 0) {
      throw new TtError('INPUT', `the elements "${name}" of the PLY have no property: the header is damaged`);
    }
    // As text, a value takes at least one character and a separator.
    const row = properties.reduce(
      (sum, { kind, count: list }) => sum + (format === 'ascii' ? 2 : PLY_TYPE_BYTES[list ?? kind]),
      0,
    );
    least += count * row;
  }
  if (format === 'ascii') least -= 1;
  if (least > remaining) {
    const contents = elements.map(({ name, count }) => `${count} ${name}`).join(', ');
    throw new TtError(
      'INPUT',
      `the PLY promises ${contents}, at least ${least} bytes, but ${remaining} are there: it is cut or damaged`,
    );
  }
}
