/** Writes greyscale images as PNG files (ISO/IEC 15948). Separate from the code that the add-on bundles. */
import { crc32 } from './gzip';

// Loaded on first use, as in `gzip.ts`.
declare const require: (name: 'fflate') => typeof import('fflate');

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** `shades` has one byte per pixel, from 0 (black) to 255 (white), row by row. Equal shades give an equal file. */
export function writePng(shades: Uint8Array, width: number, height: number): Uint8Array {
  if (shades.length !== width * height || width * height === 0) {
    throw new RangeError(`${shades.length} pixels, where ${width} × ${height} are to be written`);
  }
  // Each row begins with its filter type: 0 for none.
  const rows = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y++) rows.set(shades.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Bit depth 8; colour type, compression, filter and interlace method are 0.
  head[8] = 8;
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', head),
    chunk('IDAT', require('fflate').zlibSync(rows, { level: 3 })),
    chunk('IEND', new Uint8Array(0)),
  ];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** A PNG chunk: length, name, content, and the CRC-32 of name and content. */
function chunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = name.charCodeAt(i);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, content.length + 8)));
  return bytes;
}
