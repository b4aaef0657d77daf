/** Reads the sizes that a Draco mesh declares, before the library allocates memory for them. */
import { TtError } from '../../core/errors';
import { isDraco } from './is-draco';

export interface DracoCounts {
  points: number;
  faces: number;
}

const METADATA = 0x8000;
const EDGEBREAKER = 1;
/** Limit of nested metadata levels: writers use one. */
const DEEPEST = 8;

export const damagedDraco = (why: string): TtError =>
  new TtError('INPUT', `this Draco mesh is damaged (${why})`);

/** The numbers of points and triangles that the connectivity declares. Throws INPUT if the bytes are not a mesh. */
export function dracoCounts(bytes: Uint8Array): DracoCounts {
  if (!isDraco(bytes)) throw damagedDraco('it does not begin with DRACO');
  if (bytes.length < 14) throw damagedDraco('it ends within its header');
  const [major, minor, type, method] = [bytes[5]!, bytes[6]!, bytes[7]!, bytes[8]!];
  if (type !== 1) throw new TtError('INPUT', 'this Draco file holds points, not a mesh');
  if (major !== 2 || minor !== 2) {
    throw new TtError('INPUT', `this Draco mesh is of version ${major}.${minor}: only 2.2 is read`);
  }
  const reader = new Reader(bytes, 11);
  if (((bytes[9]! | (bytes[10]! << 8)) & METADATA) !== 0) reader.skipMetadata();
  if (method !== EDGEBREAKER) {
    const faces = reader.varint();
    return { faces, points: reader.varint() };
  }
  // Skips the method of traversing the triangles.
  reader.skip(1);
  const points = reader.varint();
  return { points, faces: reader.varint() };
}

class Reader {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  skip(count: number): void {
    this.at += count;
    if (this.at > this.bytes.length) throw damagedDraco('it ends within its header');
  }

  private byte(): number {
    this.skip(1);
    return this.bytes[this.at - 1]!;
  }

  /** A varint: seven bits per byte, lowest first. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw damagedDraco('a count is too long');
  }

  /** Skips the metadata of each attribute, then that of the whole file. Every step takes at least one byte. */
  skipMetadata(): void {
    const attributes = this.varint();
    for (let i = 0; i < attributes; i++) {
      this.varint();
      this.skipElement(0);
    }
    this.skipElement(0);
  }

  private skipElement(depth: number): void {
    if (depth > DEEPEST) throw damagedDraco('its metadata is nested too deep');
    for (let entries = this.varint(); entries > 0; entries--) {
      this.skip(this.byte());
      this.skip(this.varint());
    }
    for (let inner = this.varint(); inner > 0; inner--) {
      this.skip(this.byte());
      this.skipElement(depth + 1);
    }
  }
}
