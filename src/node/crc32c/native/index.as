// CRC-32C with sixteen tables: the loop takes sixteen bytes per step ("slicing by 16").

const TABLES: u32 = 16;
const tables: usize = memory.data(4 * 256 * <i32>TABLES);

const CAPACITY: i32 = 65536;
const bytes: usize = memory.data(CAPACITY, 8);

@inline
function entry(table: u32, byte: u32): u32 {
  return load<u32>(tables + (table << 10) + ((byte & 255) << 2));
}

@inline
function entries(table: u32, word: u32): u32 {
  return entry(table + 3, word) ^ entry(table + 2, word >>> 8) ^ entry(table + 1, word >>> 16) ^ entry(table, word >>> 24);
}

// Number of bytes that one call takes.
export function capacity(): i32 {
  return CAPACITY;
}

// Fills the tables and returns the address of the memory for bytes.
export function begin(): usize {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    store<u32>(tables + (byte << 2), value);
  }
  for (let i: u32 = 256; i < 256 * TABLES; i++) {
    const value = load<u32>(tables + ((i - 256) << 2));
    store<u32>(tables + (i << 2), entry(0, value) ^ (value >>> 8));
  }
  return bytes;
}

// The register after `length` more bytes.
export function update(start: u32, length: u32): u32 {
  const end = bytes + length;
  let crc = start;
  let at = bytes;
  for (const last = bytes + (length & ~15); at < last; at += 16) {
    crc =
      entries(12, crc ^ load<u32>(at)) ^
      entries(8, load<u32>(at, 4)) ^
      entries(4, load<u32>(at, 8)) ^
      entries(0, load<u32>(at, 12));
  }
  for (; at < end; at++) crc = entry(0, crc ^ load<u8>(at)) ^ (crc >>> 8);
  return crc;
}
