/**
 * Opens the mesh that an argument names: a file in the request, a file at an address, or a mesh of a volume or a
 * chunked graph.
 */

import { signRequest } from '../../cave/client/access';
import type { Datastack } from '../../cave/client/datastack';
import { refusal } from '../../cave/client/replies';
import { fromBase64 } from '../../core/base64';
import { TtError } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import { toUtf8 } from '../../core/utf8';
import { type Bvh, buildBvh } from '../../geometry/bvh/bvh';
import { bareName, isObj, readMeshFile } from '../../geometry/formats/mesh-file';
import { textBytes } from '../../geometry/formats/plain-bytes';
import { faceCount, type Mesh } from '../../geometry/mesh/mesh';
import type { Work } from '../../http/work';
import { decodePercent } from '../../neuroglancer/encoding';
import { graphTable, readAddress, readSource } from '../../neuroglancer/source';
import { checkSingleLevel, type MeshOptions, readMesh } from '../../volumes/meshes/read-mesh';
import { readObject, type StoreFolder } from '../../volumes/objects/objects';
import { type Args, datastackOf } from '../declaration/declare';
import type { HeavyContext } from './local-runner';
import { inNm, sizeRemark, unitOf } from './mesh-units';

const MOST_FILE = 256e6;
/** Limit of triangles: 5 million take up to 0.8 GB with their tree. */
const MOST_FACES = 5_000_000;

export interface OpenMesh {
  /** Vertices in nm. */
  mesh: Mesh;
  /** Name for messages: a file's name without its extension, or the id. */
  name: string;
  /** Remarks on the source. */
  remarks: string[];
  /** The reason why its unit may be wrong, if the user did not state one; else ''. */
  doubt: string;
}

export interface OpenTree extends OpenMesh {
  tree: Bvh;
}

/** The choice of a level, for a mesh with levels. */
type LevelChoice = Pick<MeshOptions, 'level' | 'wantedFaces'>;

/** The argument `level` has priority over `wantedFaces`, which selects a coarser level in a mesh with several. */
export function* openMesh(args: Args, ctx: HeavyContext, wantedFaces?: number): Work<OpenMesh> {
  const text = String(args.mesh).trim();
  const choice = choiceOf(args, wantedFaces);
  const file = sentAlong(text) ?? (yield* fetchedFile(text));
  if (file) checkSingleLevel(choice.level ?? 0);
  const openedMesh = file
    ? yield* fromFile(file, args, ctx)
    : yield* fetchMesh(text, String(args.mesh_id ?? '1'), ctx, choice);
  if (!file && unitOf(args) !== 'nm') {
    throw new TtError(
      'INPUT',
      `unit: meshes of a volume are in nm by their format; ${unitOf(args)} is for files`,
    );
  }
  if (faceCount(openedMesh.mesh) === 0) throw new TtError('INPUT', 'mesh: it has no triangles');
  if (faceCount(openedMesh.mesh) > MOST_FACES) {
    const count = faceCount(openedMesh.mesh).toLocaleString('en-US');
    throw new TtError(
      'BIG',
      `the mesh has ${count} triangles; ${MOST_FACES.toLocaleString('en-US')} at most`,
    );
  }
  return openedMesh;
}

function choiceOf({ level }: Args, wantedFaces: number | undefined): LevelChoice {
  if (level === undefined) return wantedFaces === undefined ? {} : { wantedFaces };
  if (!Number.isInteger(level)) throw new TtError('INPUT', `level: a whole number, not ${String(level)}`);
  return { level: level as number };
}

/** True if the mesh is a file in the request, so that nothing must be fetched. */
export const isSentAlong = ({ mesh }: Args): boolean => {
  const text = String(mesh).trim();
  return text.startsWith('base64:') || isObjText(text);
};

const isObjText = (text: string): boolean => text.includes('\n') && isObj(textBytes(text, 'mesh'));

interface MeshFile {
  bytes: Uint8Array;
  /** '' if the file has no name. */
  name: string;
}

function* fromFile({ bytes, name }: MeshFile, args: Args, ctx: HeavyContext): Work<OpenMesh> {
  const remarks: string[] = [];
  const read = readMeshFile(bytes, name, remarks);
  const mesh = yield* inNm(read, unitOf(args), ctx);
  const remark = sizeRemark(mesh, ctx.datastack);
  // A user who states nm needs no remark.
  if (remark !== '' && args.unit !== 'nm') remarks.push(remark);
  return { mesh, name: bareName(name) || 'mesh', remarks, doubt: args.unit === undefined ? remark : '' };
}

/** Reads `base64:…`, followed by `;name=…` if the shell knows the file's name, or the text of an OBJ file. */
function sentAlong(text: string): MeshFile | null {
  if (text.startsWith('base64:')) {
    const [, data = '', name = ''] = /^base64:([^;]*)(?:;name=(.*))?$/.exec(text) ?? [];
    const bytes = fromBase64(data);
    if (!bytes) throw new TtError('INPUT', 'mesh: the file did not arrive whole. Choose it again');
    return { bytes, name: decodePercent(name) };
  }
  return isObjText(text) ? { bytes: toUtf8(text), name: '' } : null;
}

const FILE = /\/([^/?]+\.(?:obj|ply|stl)(?:\.gz)?)$/i;

/** Fetches the file at an address. Returns null for a source of another form. */
function* fetchedFile(text: string): Work<MeshFile | null> {
  const address = readAddress(readSource(text).store);
  const name = FILE.exec(address)?.[1];
  if (!name) return null;
  const folder = { url: address.slice(0, -name.length - 1) };
  const bytes = yield* readObject(folder, name, name, MOST_FILE);
  if (bytes === null) throw new TtError('UNKNOWN', `there is no ${name} at ${folder.url}`);
  return { bytes, name: decodePercent(name) };
}

function* fetchMesh(text: string, id: string, ctx: HeavyContext, choice: LevelChoice): Work<OpenMesh> {
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
  if (source.format === 'graphene') {
    const stack = yield* datastackOf(ctx);
    // The token goes only to the datastack's own servers, and to no other server that a source may name.
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
  ...signRequest(access, `${local}/segmentation/table/${table}`),
  refusal: (reply, what) => refusal(reply, { route: what, datastack: name }),
});

function* fromVolume(place: StoreFolder, id: string, ctx: HeavyContext, choice: LevelChoice): Work<OpenMesh> {
  const name = parseId(id.trim());
  if (!name) throw new TtError('INPUT', `mesh_id: "${id.slice(0, 40)}" is not an id`);
  const reach = (store: string): StoreFolder => ({ url: readAddress(readSource(store).store) });
  const remarks: string[] = [];
  const options = { reach, remarks, mostFaces: MOST_FACES, ...choice };
  return { mesh: yield* readMesh(place, name, ctx.kernels, options), name, remarks, doubt: '' };
}

/** Remarks as a last row for a table of numbers; empty without remarks. */
export const noteOf = ({ remarks }: OpenMesh, before = ''): TtError[][] =>
  remarks.length === 0 ? [] : [[new TtError('NOTE', `${before}The mesh: ${remarks.join('; ')}`)]];

/** For answers without a column for remarks: the command line shows them during the work. */
function sayRemarks({ remarks }: OpenMesh, ctx: HeavyContext): void {
  if (remarks.length === 0) return;
  const words = `mesh read: ${remarks.join('; ')}`;
  if (ctx.remark) ctx.remark(words);
  else ctx.progress(1, 1, words);
}

/** Cached trees of public meshes, for the next request with the same mesh. */
const treeCache = new Map<string, { treeSource: OpenTree; at: number }>();
const KEPT_MS = 600_000;
const KEPT_FACES = 2_000_000;
/** Each tree reserves 10 GB of addresses, of which a process has 128 TB. */
const KEPT_TREES = 1000;

/** A mesh of a source by its id, with the tree for intersection tests. */
export function* meshTree(source: string, id: string, ctx: HeavyContext): Work<OpenTree> {
  const treeSource = yield* openTree({ mesh: source, mesh_id: id as Id }, ctx);
  sayRemarks(treeSource, ctx);
  return treeSource;
}

export function* openTree(args: Args, ctx: HeavyContext): Work<OpenTree> {
  const key = keyOf(args);
  const before = key === '' ? undefined : treeCache.get(key);
  if (before && ctx.now() - before.at < KEPT_MS) {
    treeCache.delete(key);
    treeCache.set(key, before);
    return before.treeSource;
  }
  const meshSource = yield* openMesh(args, ctx);
  const tree: OpenTree = { ...meshSource, tree: buildBvh(meshSource.mesh) };
  if (key !== '') keep(key, tree, ctx.now());
  return tree;
}

/**
 * '' for meshes that must not be cached: files in a request, and meshes of graphs, because CAVE checks the user's
 * permission each time.
 */
function keyOf(args: Args): string {
  const text = String(args.mesh).trim();
  const open =
    text.length < 2_000 && /^(precomputed:\/\/|https?:\/\/|gs:\/\/|s3:\/\/|[a-z]+:\/\/)/.test(text);
  return open && !text.startsWith('graphene:')
    ? `${text} ${String(args.mesh_id ?? '1')} ${String(args.unit)}`
    : '';
}

function keep(key: string, treeSource: OpenTree, at: number): void {
  treeCache.set(key, { treeSource: treeSource, at });
  let faces = 0;
  for (const entry of treeCache.values()) faces += faceCount(entry.treeSource.mesh);
  for (const [oldest, entry] of treeCache) {
    if (faces <= KEPT_FACES && treeCache.size <= KEPT_TREES) break;
    faces -= faceCount(entry.treeSource.mesh);
    treeCache.delete(oldest);
  }
}
