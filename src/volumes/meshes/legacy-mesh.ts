/** Legacy single-resolution meshes: a JSON manifest per segment names its fragments. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { writeJson } from '../../core/json';
import { toUtf8 } from '../../core/utf8';
import type { Mesh } from '../../geometry/mesh/mesh';
import { weld } from '../../geometry/mesh/weld';
import type { Work } from '../../http/work';
import type { VolumeFile } from '../objects/files';
import {
  damagedFileError,
  decompress,
  nameWithin,
  readRequest,
  replyBytes,
  type StoreFolder,
} from '../objects/objects';
import { type JsonObject, readJsonObject } from '../precomputed/info';
import { joinMeshes, type MeshKernels, readFragment, writeLegacyFragment } from './fragments';

const MOST_FRAGMENTS = 200_000;
const MOST_BYTES = 512e6;
const AT_ONCE = 64;
const EXPECTED = 200_000;

export const missingMeshError = (id: Id, folder: StoreFolder): TtError =>
  new TtError('UNKNOWN', `there is no mesh of ${id} at ${folder.url}`);

/** The mesh in nm: its fragments in order, with border vertices merged. */
export function* readLegacyMesh(folder: StoreFolder, id: Id, kernels: MeshKernels): Work<Mesh> {
  const what = `the mesh manifest of ${id}`;
  const manifest = yield* readJsonObject(folder, `${id}:0`, what);
  if (manifest === null) throw missingMeshError(id, folder);
  const names = fragmentNames(manifest, what);
  if (names.length === 0) throw missingMeshError(id, folder);
  if (names.length > MOST_FRAGMENTS) throw damagedFileError(what, `it names ${names.length} fragments`);
  const parts = yield* wholeFragments(folder, names, kernels, `the mesh of ${id}`);
  const missing = parts.indexOf(null);
  if (missing >= 0)
    throw damagedFileError(`the mesh of ${id}`, `its fragment ${names[missing]} is not there`);
  return weld(joinMeshes(parts as Mesh[], `the mesh of ${id}`));
}

/** The fragment names of a manifest. A repeated name would put the fragment into the mesh twice. */
export function fragmentNames(manifest: JsonObject | null, what: string): string[] {
  const names = manifest?.fragments;
  const areNames = Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '');
  if (!areNames) throw damagedFileError(what, 'it names no fragments');
  if (new Set(names).size < names.length) throw damagedFileError(what, 'it names a fragment twice');
  return names as string[];
}

/** Fragments that are single objects, in order; null for a missing one. */
export function* wholeFragments(
  folder: StoreFolder,
  names: readonly string[],
  kernels: MeshKernels,
  what: string,
): Work<(Mesh | null)[]> {
  const parts: (Mesh | null)[] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const wave = names.slice(at, at + AT_ONCE);
    const replies = yield wave.map((name) => readRequest(folder, nameWithin(folder, name), what, EXPECTED));
    wave.forEach((name, i) => {
      const one = `fragment ${name}`;
      const bytes = decompress(replyBytes(replies[i]!, one), one, MOST_BYTES);
      parts.push(bytes && readFragment(bytes, kernels, one));
    });
  }
  return parts;
}

/** The manifest and the single fragment of a mesh, in cloud-volume's form. */
export function legacyMeshFiles(id: Id, mesh: Mesh): VolumeFile[] {
  const name = `${id}:0:1`;
  return [
    { path: `${id}:0`, contentType: 'application/json', bytes: toUtf8(writeJson({ fragments: [name] })) },
    { path: name, contentType: 'application/octet-stream', bytes: writeLegacyFragment(mesh) },
  ];
}
