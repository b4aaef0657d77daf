/**
 * Reads the manifest of a multi-resolution mesh: for each level, the positions of its nodes and their bytes in the
 * file.
 */
import { TtError } from '../../core/errors';
import type { Vec3 } from '../../core/points';
import { dataView } from '../objects/bytes';
import { damagedFileError } from '../objects/objects';

export interface ManifestNode {
  /** Position in the level's grid. */
  position: Vec3;
  /** Byte range of its Draco mesh, counted from the first fragment of level 0. An empty node has start equal to end. */
  start: number;
  end: number;
}

export interface Level {
  /** Spatial detail relative to other levels; 0 for a level without data of its own. */
  scale: number;
  offset: Vec3;
  nodes: ManifestNode[];
}

export interface MultiresManifest {
  /** Size of a node at level 0, in stored units. */
  chunk: Vec3;
  origin: Vec3;
  levels: Level[];
  /** Total bytes of all fragments. */
  total: number;
}

/** Throws if the bytes are not exactly a manifest. */
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
      // All x, then all y, then all z; then the sizes, which the format calls offsets.
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

/** The levels with data of their own, finest first. */
export const filledLevels = ({ levels }: MultiresManifest): number[] =>
  levels.flatMap(({ nodes }, k) => (nodes.some(({ start, end }) => end > start) ? [k] : []));

/**
 * The level to read. `level` counts from the finest (0) or from the coarsest (-1); the default is the finest. If a
 * level has no data, the next coarser one is read. Throws INPUT for a level that does not exist.
 */
export function chooseLevel(manifest: MultiresManifest, level = 0): number {
  const levelsWithData = filledLevels(manifest);
  const requestedLevel = level < 0 ? manifest.levels.length + level : level;
  if (manifest.levels[requestedLevel] === undefined) {
    const last = manifest.levels.length - 1;
    throw new TtError(
      'INPUT',
      `level: the mesh has the levels 0 (finest) to ${last} (coarsest), not ${level}`,
    );
  }
  return levelsWithData.find((k) => k >= requestedLevel) ?? levelsWithData[levelsWithData.length - 1] ?? 0;
}
