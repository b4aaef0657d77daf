/** Legacy single-resolution meshes: a JSON manifest for each segment names its fragments. */
import { TtError } from '../core/errors';
import { toUtf8 } from '../core/gzip';
import type { Id } from '../core/ids';
import { writeJson } from '../core/json';
import type { Work } from '../exchange/work';
import type { Mesh } from '../geometry/mesh/mesh';
import { weld } from '../geometry/mesh/weld';
import type { BucketFile } from './files';
import { concatenated, type MeshKernels, readFragment, writeLegacyFragment } from './fragments';
import { readJsonObject } from './info';
import { damaged, nameWithin, type Place, readRequest, replyBytes, unpacked } from './objects';

const MOST_FRAGMENTS = 200_000;
const MOST_BYTES = 512e6;
const AT_ONCE = 64;
const EXPECTED = 200_000;

export const noMesh = (id: Id, place: Place): TtError =>
  new TtError('UNKNOWN', `there is no mesh of ${id} at ${place.url}`);

/** nm; fragments in order, border vertices made one. */
export function* readLegacyMesh(place: Place, id: Id, kernels: MeshKernels): Work<Mesh> {
  const what = `the mesh manifest of ${id}`;
  const manifest = yield* readJsonObject(place, `${id}:0`, what);
  if (manifest === null) throw noMesh(id, place);
  const names = manifest.fragments;
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw damaged(what, 'it names no fragments');
  }
  if (names.length === 0) throw noMesh(id, place);
  if (names.length > MOST_FRAGMENTS) throw damaged(what, `it names ${names.length} fragments`);
  const parts = yield* wholeFragments(place, names as string[], kernels, `the mesh of ${id}`);
  const gone = parts.indexOf(null);
  if (gone >= 0) throw damaged(`the mesh of ${id}`, `its fragment ${names[gone]} is not there`);
  return weld(concatenated(parts as Mesh[], `the mesh of ${id}`));
}

/** Fragments that are objects of their own, in order; null for one that is not there. */
export function* wholeFragments(
  place: Place,
  names: readonly string[],
  kernels: MeshKernels,
  what: string,
): Work<(Mesh | null)[]> {
  const parts: (Mesh | null)[] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const wave = names.slice(at, at + AT_ONCE);
    const replies = yield wave.map((name) => readRequest(place, nameWithin(place, name), what, EXPECTED));
    wave.forEach((name, i) => {
      const one = `fragment ${name}`;
      const bytes = unpacked(replyBytes(replies[i]!, one), one, MOST_BYTES);
      parts.push(bytes && readFragment(bytes, kernels, one));
    });
  }
  return parts;
}

/** Manifest and the one fragment of a mesh, as cloud-volume writes them. */
export function legacyMeshFiles(id: Id, mesh: Mesh): BucketFile[] {
  const name = `${id}:0:1`;
  return [
    { path: `${id}:0`, contentType: 'application/json', bytes: toUtf8(writeJson({ fragments: [name] })) },
    { path: name, contentType: 'application/octet-stream', bytes: writeLegacyFragment(mesh) },
  ];
}
