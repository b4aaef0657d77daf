// Joins PNG pictures of one size into an animated PNG, without decompressing their data.

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const TABLE = Uint32Array.from({ length: 256 }, (_x, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

/** Chunks of a PNG file as `{ type, data }`. */
export function chunksOf(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG file');
  const found = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    found.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return found;
}

function frameControl(sequence, width, height, milliseconds) {
  const data = Buffer.alloc(26);
  data.writeUInt32BE(sequence, 0);
  data.writeUInt32BE(width, 4);
  data.writeUInt32BE(height, 8);
  data.writeUInt16BE(milliseconds, 20);
  data.writeUInt16BE(1000, 22);
  return chunk('fcTL', data);
}

function numbered(sequence, data) {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(sequence, 0);
  return chunk('fdAT', Buffer.concat([head, data]));
}

/** `frames`: `{ png, milliseconds }`, shown in order and repeated forever. Throws if sizes or kinds differ. */
export function animated(frames) {
  const parts = frames.map(({ png }) => chunksOf(png));
  const head = parts[0].find(({ type }) => type === 'IHDR').data;
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const control = Buffer.alloc(8);
  control.writeUInt32BE(frames.length, 0);
  const out = [SIGNATURE, chunk('IHDR', head), chunk('acTL', control)];
  let sequence = 0;
  parts.forEach((chunks, i) => {
    if (!chunks.find(({ type }) => type === 'IHDR').data.equals(head))
      throw new Error(`frame ${i + 1} differs in size or kind`);
    out.push(frameControl(sequence++, width, height, frames[i].milliseconds));
    for (const { type, data } of chunks) {
      if (type === 'IDAT') out.push(i === 0 ? chunk('IDAT', data) : numbered(sequence++, data));
    }
  });
  return Buffer.concat([...out, chunk('IEND', Buffer.alloc(0))]);
}
