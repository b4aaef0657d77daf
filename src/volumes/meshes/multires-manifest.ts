/**
 * The manifest of a multi-resolution mesh: the position of each level's nodes in space, and their bytes in the file.
 */
import { TtError } from '../../core/errors';
import type { Vec3 } from '../../core/points';
import { dataView } from '../objects/bytes';
import { damagedFileError } from '../objects/objects';

export interface ManifestNode {
  /** Position in the level's grid. */
  position: Vec3;
  /** Bytes of its Draco mesh, counted from the first fragment of level 0; start and end are equal where it is empty. */
  start: number;
  end: number;
}

export interface Level {
  /** Spatial detail relative to others; 0 where the level has no data of its own. */
  scale: number;
  offset: Vec3;
  nodes: ManifestNode[];
}

export interface MultiresManifest {
  /** Size of a node of level 0, in stored units. */
  chunk: Vec3;
  origin: Vec3;
  levels: Level[];
  /** Bytes of all fragments. */
  total: number;
}

/** Throws where the bytes are not exactly a manifest. */
export function readManifest(bytes: Uint8Array, what: string): MultiresManifest {
  if (bytes.length < 28) throw damagedFileError(what, `${bytes.length} bytes are no manifest`);
  const data = dataView(bytes);
  const levels = data.getUint32(24, true);
  if (levels === 0 || 28 + 20 * levels > bytes.length)
    throw damagedFileError(what, `${bytes.length} bytes for ${levels} levels`);
  const floats = (at: number): Vec3 => {
    const three = [0, 4, 8].map((more) => data.getFloat32(at + more, true)) as Vec3;
    if (!three.every(Number.isFinite)) throw damagedFileError(what, 'a length is not a number');
    return three;
  };
  const chunk = floats(0);
  if (chunk.some((size) => size <= 0)) throw damagedFileError(what, 'its nodes have no size');
  const counts = Array.from({ length: levels }, (_none, k) => data.getUint32(28 + 16 * levels + 4 * k, true));
  const nodes = counts.reduce((sum, count) => sum + count, 0);
  if (28 + 20 * levels + 16 * nodes !== bytes.length) {
    throw damagedFileError(
      what,
      `${bytes.length} bytes where ${nodes} nodes need ${28 + 20 * levels + 16 * nodes}`,
    );
  }
  const scaleAt = (k: number): number => {
    const scale = data.getFloat32(28 + 4 * k, true);
    if (!Number.isFinite(scale) || scale < 0) throw damagedFileError(what, `level ${k} has no scale`);
    return scale;
  };
  let at = 28 + 20 * levels;
  let byte = 0;
  const read = counts.map((count, k): Level => {
    const word = (row: number, i: number): number => data.getUint32(at + 4 * (row * count + i), true);
    const level: Level = {
      scale: scaleAt(k),
      offset: floats(28 + 4 * levels + 12 * k),
      // All x, then all y, then all z; then sizes, which the format calls offsets.
      nodes: Array.from({ length: count }, (_none, i) => {
        const start = byte;
        byte += word(3, i);
        return { position: [word(0, i), word(1, i), word(2, i)], start, end: byte };
      }),
    };
    at += 16 * count;
    const positions = new Set(level.nodes.map(({ position }) => position.join()));
    if (positions.size < count) throw damagedFileError(what, `level ${k} has two nodes at one position`);
    return level;
  });
  return { chunk, origin: floats(12), levels: read, total: byte };
}

/** The levels that have data of their own, from the finest. */
export const filledLevels = ({ levels }: MultiresManifest): number[] =>
  levels.flatMap(({ nodes }, k) => (nodes.some(({ start, end }) => end > start) ? [k] : []));

/**
 * The level to read: `level` counts from the finest, 0, or from the coarsest, -1; else the finest. Where a level has no
 * data, the next coarser one is read. INPUT for a level that there is not.
 */
export function chooseLevel(manifest: MultiresManifest, level = 0): number {
  const filled = filledLevels(manifest);
  const wanted = level < 0 ? manifest.levels.length + level : level;
  if (manifest.levels[wanted] === undefined) {
    const last = manifest.levels.length - 1;
    throw new TtError(
      'INPUT',
      `level: the mesh has the levels 0 (finest) to ${last} (coarsest), not ${level}`,
    );
  }
  return filled.find((k) => k >= wanted) ?? filled[filled.length - 1] ?? 0;
}
