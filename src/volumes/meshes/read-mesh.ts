/** Reads a segment's mesh from any kind of volume or mesh folder. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Mesh } from '../../geometry/mesh/mesh';
import type { Work } from '../../http/work';
import { type StoreFolder, type StoreResolver, subfolder } from '../objects/objects';
import { type Info, kindOf, readInfo, volumeInfo } from '../precomputed/info';
import type { MeshKernels } from './fragments';
import { isGraph, readGrapheneMesh } from './graphene-mesh';
import { readLegacyMesh } from './legacy-mesh';
import { type LevelChoice, multiresInfo, readMultiresMesh } from './multires-mesh';

export interface MeshOptions extends LevelChoice {
  /** Opens stores that info files name: a graph's bucket, a redirect. */
  reach?: StoreResolver;
}

export const LEGACY = 'neuroglancer_legacy_mesh';
export const MULTIRES = 'neuroglancer_multilod_draco';

/**
 * The mesh of a segment, in nm. `place` is a volume (its info file names the mesh folder), a mesh folder, or a chunked
 * graph's address (`https://host/segmentation/table/t`, with the token in the headers). All formats except legacy
 * meshes need `draco`. Throws UNKNOWN if the segment has no mesh, NONE if the volume has no meshes.
 */
export function* readMesh(
  storeFolder: StoreFolder,
  id: Id,
  kernels: MeshKernels,
  options: MeshOptions = {},
): Work<Mesh> {
  const info = yield* readInfo(storeFolder, options.reach);
  if (info === null && isGraph(storeFolder.url)) {
    throw new TtError(
      'PERMISSION',
      `there is no chunked graph at ${storeFolder.url}, or your account may not see it`,
    );
  }
  // A folder of legacy meshes may lack an info file.
  if (info === null) return yield* readSingleLevel(storeFolder, id, kernels, options);
  if (isMeshKind(kindOf(info))) return yield* fromFolder(info, id, kernels, options);
  const volume = volumeInfo(info);
  if (volume.dataDir !== '') {
    if (!options.reach) throw new TtError('FAULT', 'no way to the bucket of this graph was given');
    checkSingleLevel(options.level ?? 0);
    return yield* readGrapheneMesh(volume, id, kernels, options.reach);
  }
  if (volume.mesh === '') throw new TtError('NONE', `the volume ${storeFolder.url} has no meshes`);
  const folder = subfolder(volume.place, volume.mesh);
  const inner = yield* readInfo(folder, options.reach);
  return yield* fromFolder(inner ?? { place: folder, json: { '@type': LEGACY } }, id, kernels, options);
}

function readSingleLevel(
  place: StoreFolder,
  id: Id,
  kernels: MeshKernels,
  { level = 0 }: MeshOptions,
): Work<Mesh> {
  checkSingleLevel(level);
  return readLegacyMesh(place, id, kernels);
}

/** Throws INPUT if a level is requested from a mesh without levels. */
export function checkSingleLevel(level: number): void {
  if (level !== 0 && level !== -1) {
    throw new TtError('INPUT', `level: the mesh has a single level, 0, not ${level}`);
  }
}

const isMeshKind = (kind: string): boolean => kind === LEGACY || kind === MULTIRES;

function* fromFolder(info: Info, id: Id, kernels: MeshKernels, options: MeshOptions): Work<Mesh> {
  const kind = kindOf(info);
  if (kind === MULTIRES) return yield* readMultiresMesh(multiresInfo(info), id, kernels, options);
  if (kind === LEGACY || kind === '') return yield* readSingleLevel(info.place, id, kernels, options);
  throw new TtError('NONE', `meshes of the kind "${kind}" are not read here`);
}
