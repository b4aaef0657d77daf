/** Published meshes and skeletons in a folder beside the repository, with the facts that truth.json lists for each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMeshFile } from '../../../src/geometry/formats/mesh-file';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { publishedJson, SHARED_FOLDER } from '../../support/shared-data';

/** The figures in truth.json by file; null if the data is absent. */
export function truthOf<T>(part: 'meshes' | 'skeletons'): [name: string, truth: T][] | null {
  const truth = publishedJson('truth.json') as Record<string, Record<string, T>> | null;
  return truth && Object.entries(truth[part]!);
}

export const publishedBytes = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(SHARED_FOLDER, name)));

export const publishedMesh = (name: string): Mesh => readMeshFile(publishedBytes(name), name);
