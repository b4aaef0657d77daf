/** The mesh that an argument names: a file sent along, a file at an address, or a mesh of a volume or a chunked graph. */

import { signed } from '../../cave/client/access';
import type { Datastack } from '../../cave/client/datastack';
import { refusal } from '../../cave/client/replies';
import { fromBase64 } from '../../core/base64';
import { TtError } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import { type Bvh, buildBvh } from '../../geometry/bvh/bvh';
import { readMeshFile } from '../../geometry/formats/mesh-file';
import { readObj } from '../../geometry/formats/obj';
import { faceCount, type Mesh } from '../../geometry/mesh/mesh';
import type { Work } from '../../http/work';
import { graphTable, readAddress, readSource } from '../../neuroglancer/source';
import { checkSingleLevel, type MeshOptions, readMesh } from '../../volumes/meshes/read-mesh';
import { readObject, type StoreFolder } from '../../volumes/store/objects';
import { type Args, datastackOf } from '../declaration/declare';
import type { HeavyContext } from './local-runner';

const MOST_FILE = 256e6;
/** Triangles that a work takes: 5 million take some 0.6 GB with their tree. */
const MOST_FACES = 5_000_000;

export interface OpenMesh {
  mesh: Mesh;
  /** What to call it: a file's name, or the id. */
  name: string;
}

export interface OpenTree extends OpenMesh {
  tree: Bvh;
}

/** Which level of a mesh that has levels. */
type LevelChoice = Pick<MeshOptions, 'level' | 'wantedFaces'>;

/** Vertices in nm. The argument `level` goes before `wantedFaces`, which chooses a coarser level where there are any. */
export function* openMesh(args: Args, ctx: HeavyContext, wantedFaces?: number): Work<OpenMesh> {
  const text = String(args.mesh).trim();
  const choice = choiceOf(args, wantedFaces);
  const sent = sentAlong(text);
  if (sent) checkSingleLevel(choice.level ?? 0);
  const opened = sent ?? (yield* fetched(text, String(args.mesh_id ?? '1'), ctx, choice));
  if (faceCount(opened.mesh) === 0) throw new TtError('INPUT', 'mesh: it has no triangles');
  if (faceCount(opened.mesh) > MOST_FACES) {
    const count = faceCount(opened.mesh).toLocaleString('en-US');
    throw new TtError(
      'BIG',
      `the mesh has ${count} triangles; ${MOST_FACES.toLocaleString('en-US')} at most`,
    );
  }
  return opened;
}

function choiceOf({ level }: Args, wantedFaces: number | undefined): LevelChoice {
  if (level === undefined) return wantedFaces === undefined ? {} : { wantedFaces };
  if (!Number.isInteger(level)) throw new TtError('INPUT', `level: a whole number, not ${String(level)}`);
  return { level: Number(level) };
}

/** Whether the mesh is a file that came with the question: nobody has to be asked for it. */
export const isSentAlong = ({ mesh }: Args): boolean => {
  const text = String(mesh).trim();
  return text.startsWith('base64:') || isObjText(text);
};

const isObjText = (text: string): boolean =>
  /^(#|v |o |mtllib |g )/.test(text) && /\n\s*v\s/.test(`\n${text}`);

function sentAlong(text: string): OpenMesh | null {
  if (text.startsWith('base64:')) {
    const bytes = fromBase64(text.slice('base64:'.length));
    if (!bytes) throw new TtError('INPUT', 'mesh: the file did not arrive whole. Choose it again');
    return { mesh: readMeshFile(bytes), name: 'mesh' };
  }
  return isObjText(text) ? { mesh: readObj(text), name: 'mesh' } : null;
}

function* fetched(text: string, id: string, ctx: HeavyContext, choice: LevelChoice): Work<OpenMesh> {
  if (text.toLowerCase() === 'segments') {
    return yield* fromVolume(ownGraph(yield* datastackOf(ctx)), id, ctx, choice);
  }
  const source = readSource(text);
  const address = readAddress(source.store);
  if (address === '') {
    throw new TtError(
      'INPUT',
      `mesh: a source such as precomputed://gs://bucket/path, or a file; not "${text.slice(0, 80)}"`,
    );
  }
  const file = /\/([^/?]+\.(?:obj|ply|stl)(?:\.gz)?)$/i.exec(address)?.[1];
  if (file) {
    const folder = { url: address.slice(0, -file.length - 1) };
    checkSingleLevel(choice.level ?? 0);
    const bytes = yield* readObject(folder, file, file, MOST_FILE);
    if (bytes === null) throw new TtError('UNKNOWN', `there is no ${file} at ${folder.url}`);
    return { mesh: readMeshFile(bytes, file.replace(/\.gz$/i, '')), name: file.replace(/\..*$/, '') };
  }
  if (source.format === 'graphene') {
    const stack = yield* datastackOf(ctx);
    // The token goes to the datastack's own servers, and to no other that a source may name.
    const place = graphTable(source) === stack.table ? ownGraph(stack) : { url: address };
    return yield* fromVolume(place, id, ctx, choice);
  }
  if (source.format !== '' && source.format !== 'precomputed') {
    throw new TtError(
      'INPUT',
      `mesh: sources of the kind ${source.format} hold no meshes that are read here`,
    );
  }
  return yield* fromVolume({ url: address }, id, ctx, choice);
}

const ownGraph = ({ localServer: local, table, access, name }: Datastack): StoreFolder => ({
  ...signed(access, `${local}/segmentation/table/${table}`),
  refusal: (reply, what) => refusal(reply, { route: what, datastack: name }),
});

function* fromVolume(place: StoreFolder, id: string, ctx: HeavyContext, choice: LevelChoice): Work<OpenMesh> {
  const name = parseId(id.trim());
  if (!name) throw new TtError('INPUT', `mesh_id: "${id.slice(0, 40)}" is not an id`);
  const reach = (store: string): StoreFolder => ({ url: readAddress(readSource(store).store) });
  return { mesh: yield* readMesh(place, name, ctx.kernels, { reach, ...choice }), name };
}

/** Trees of meshes that anybody may read, for the next question of the same mesh. */
const retained = new Map<string, { opened: OpenTree; at: number }>();
const KEPT_MS = 600_000;
const KEPT_FACES = 2_000_000;

export function* openTree(args: Args, ctx: HeavyContext): Work<OpenTree> {
  return yield* treeOf(args, ctx);
}

/** A mesh of a source by its id, ready to be crossed. */
export function meshTree(source: string, id: string, ctx: HeavyContext): Work<OpenTree> {
  return treeOf({ mesh: source, mesh_id: id as Id }, ctx);
}

function* treeOf(args: Args, ctx: HeavyContext): Work<OpenTree> {
  const key = keyOf(args);
  const before = key === '' ? undefined : retained.get(key);
  if (before && ctx.now() - before.at < KEPT_MS) {
    retained.delete(key);
    retained.set(key, before);
    return before.opened;
  }
  const opened = yield* openMesh(args, ctx);
  const tree: OpenTree = { ...opened, tree: buildBvh(opened.mesh) };
  if (key !== '') keep(key, tree, ctx.now());
  return tree;
}

/** '' for what is sent along, and for graphs: who may see their meshes is asked each time. */
function keyOf(args: Args): string {
  const text = String(args.mesh).trim();
  const open =
    text.length < 2_000 && /^(precomputed:\/\/|https?:\/\/|gs:\/\/|s3:\/\/|[a-z]+:\/\/)/.test(text);
  return open && !text.startsWith('graphene:') ? `${text} ${String(args.mesh_id ?? '1')}` : '';
}

function keep(key: string, opened: OpenTree, at: number): void {
  retained.set(key, { opened, at });
  let faces = 0;
  for (const entry of retained.values()) faces += faceCount(entry.opened.mesh);
  for (const [oldest, entry] of retained) {
    if (faces <= KEPT_FACES) break;
    faces -= faceCount(entry.opened.mesh);
    retained.delete(oldest);
  }
}
