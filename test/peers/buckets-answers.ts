/**
 * Reads the volumes that cloud-volume wrote below $PEERS_DIR/theirs and writes the result as answers.json; writes
 * volumes below $PEERS_DIR/ours for cloud-volume to read.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Id } from '../../src/core/ids';
import { asObject, type Json, parseJson, type Writable, writeJson } from '../../src/core/json';
import type { Vec3 } from '../../src/core/points';
import { loadDraco } from '../../src/geometry/formats/draco';
import type { Mesh } from '../../src/geometry/mesh/mesh';
import type { Tree } from '../../src/geometry/skeletons/tree';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import { runSync } from '../../src/http/runner';
import type { Work } from '../../src/http/work';
import { wasmFiles } from '../../src/node/wasm-files';
import { chunkBox, chunkKey, chunkName, gridOf } from '../../src/volumes/labels/chunks';
import { encodeLabels } from '../../src/volumes/labels/encode-labels';
import { labelsAt } from '../../src/volumes/labels/labels-at';
import { readMesh } from '../../src/volumes/meshes/read-mesh';
import { inFolder, type VolumeFile } from '../../src/volumes/objects/files';
import { readVolumeInfo, volumeInfo } from '../../src/volumes/precomputed/info';
import { type Sharding, writeSharding } from '../../src/volumes/precomputed/sharding';
import { openSkeletons, readSkeletons } from '../../src/volumes/skeletons/read-skeletons';
import { shardingFor, skeletonFiles } from '../../src/volumes/skeletons/write-skeletons';
import {
  infoFile,
  meshVolume,
  type NewVolume,
  newVolumeInfo,
  volumePackaging,
} from '../../src/volumes/writing/volume-files';
import { writeSharded } from '../../src/volumes/writing/write-sharded';

const folder = process.env.PEERS_DIR!;
const ORIGIN = 'https://files.test';
const SHAPE: Vec3 = [70, 50, 33];
const OFFSET: Vec3 = [100, -20, 7];
const NEW: NewVolume = { resolution: [8, 8, 40], size: SHAPE, offset: OFFSET, chunk: [32, 32, 16] };

/** Files as a store returns them: those that cloud-volume wrote as `.gz` are still compressed. */
function readStored(path: string): Uint8Array | null {
  const plain = join(folder, path);
  const found = [plain, `${plain}.gz`].find(existsSync);
  return found ? Uint8Array.from(readFileSync(found)) : null;
}

function answer({ url, headers }: HttpRequest): HttpReply {
  const bytes = readStored(decodeURIComponent(url.slice(ORIGIN.length + 1)));
  const range = /^bytes=(\d+)-(\d+)$/.exec(headers?.range ?? '');
  const body = bytes && range ? bytes.slice(Number(range[1]), Number(range[2]) + 1) : bytes;
  return {
    status: body === null ? 404 : range ? 206 : 200,
    headers: {},
    text: () => '',
    bytes: () => body ?? new Uint8Array(0),
  };
}

const run = <T>(work: Work<T>): T =>
  runSync(
    work,
    { send: (requests) => requests.map(answer), sleep: () => undefined },
    { now: Date.now, random: Math.random },
  );

const place = (name: string) => ({ url: `${ORIGIN}/${name}` });

/** All voxels, x fastest. */
function voxels(): Vec3[] {
  const all: Vec3[] = [];
  for (let z = 0; z < SHAPE[2]; z++)
    for (let y = 0; y < SHAPE[1]; y++)
      for (let x = 0; x < SHAPE[0]; x++) all.push([x + OFFSET[0], y + OFFSET[1], z + OFFSET[2]]);
  return all;
}

function dense(name: string): BigUint64Array {
  const volume = run(readVolumeInfo(place(name)));
  const labels = run(labelsAt(volume, volume.scales[0]!, voxels()));
  return BigUint64Array.from(labels, (label) => {
    if (typeof label !== 'bigint') throw label;
    return label;
  });
}

const hash = (values: BigUint64Array | Float64Array | Uint32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');

const plainMesh = ({ vertices, faces }: Mesh): Writable => ({ vertices: [...vertices], faces: [...faces] });

/** The same labels as chunks that we write: one file each, or in shards. */
function labelVolume(labels: BigUint64Array, sharding: Sharding | null): VolumeFile[] {
  const json = asObject(
    parseJson(writeJson(newVolumeInfo({ ...NEW, encoding: 'compressed_segmentation' }))),
  )!;
  if (sharding) asObject((json.scales as Json[])[0])!.sharding = writeSharding(sharding);
  const volume = volumeInfo({ place: place('x'), json });
  const scale = volume.scales[0]!;
  const grid = gridOf(scale);
  const chunks: { cell: Vec3; bytes: Uint8Array }[] = [];
  for (let z = 0; z < grid[2]; z++) {
    for (let y = 0; y < grid[1]; y++) {
      for (let x = 0; x < grid[0]; x++) {
        const { start, shape } = chunkBox(scale, [x, y, z]);
        const part = new BigUint64Array(shape[0] * shape[1] * shape[2]);
        for (let i = 0; i < part.length; i++) {
          const at = [i % shape[0], Math.floor(i / shape[0]) % shape[1], Math.floor(i / shape[0] / shape[1])];
          const [px, py, pz] = at.map((v, k) => v + start[k]! - OFFSET[k]!) as Vec3;
          part[i] = labels[px + SHAPE[0] * (py + SHAPE[1] * pz)]!;
        }
        chunks.push({ cell: [x, y, z], bytes: encodeLabels(part, { shape, block: scale.block, width: 8 }) });
      }
    }
  }
  const files = sharding
    ? writeSharded(
        sharding,
        chunks.map(({ cell, bytes }) => ({ key: chunkKey(scale, cell), bytes })),
      )
    : chunks.map(({ cell, bytes }) => ({ path: chunkName(scale, cell), contentType: '', bytes }));
  return [infoFile(json), ...inFolder(scale.key, files)];
}

function write(name: string, files: readonly VolumeFile[]): void {
  for (const { path, bytes } of files) {
    const file = join(folder, 'ours', name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

async function main(): Promise<void> {
  const draco = await loadDraco(await wasmFiles(__dirname).draco());
  const names = ['raw', 'compressed', 'compressed32', 'sharded'];
  const labels = Object.fromEntries(names.map((name) => [name, dense(`theirs/${name}`)]));
  const meshIds = ['9007199254740993', '720575941643797624'] as Id[];
  const meshesOf = (name: string) =>
    new Map(meshIds.map((id) => [id, run(readMesh(place(`theirs/${name}`), id, { draco }))]));
  const meshes = new Map(['meshes', 'multires', 'multires-sharded'].map((name) => [name, meshesOf(name)]));
  const skeletonIds = ['720575941519923628', '18446744073709551615', '42'] as Id[];
  const skeletonsOf = (name: string): Map<Id, Tree> =>
    run(
      (function* () {
        return yield* readSkeletons(yield* openSkeletons(place(`theirs/${name}`)), skeletonIds);
      })(),
    );
  const skeletons = new Map(['skeletons', 'skeletons-sharded'].map((name) => [name, skeletonsOf(name)]));
  const answers: Writable = {
    labels: Object.fromEntries(Object.entries(labels).map(([name, values]) => [name, hash(values)])),
    meshes: Object.fromEntries(
      [...meshes].map(([name, all]) => [
        name,
        Object.fromEntries([...all].map(([id, mesh]) => [id, plainMesh(mesh)])),
      ]),
    ),
    skeletons: Object.fromEntries(
      [...skeletons].map(([name, all]) => [
        name,
        Object.fromEntries(
          [...all].map(([id, { vertices, edges, radius, types }]) => [
            id,
            { vertices: [...vertices], edges: [...edges], radius: [...radius!], types: [...types!] },
          ]),
        ),
      ]),
    ),
  };
  writeFileSync(join(folder, 'answers.json'), writeJson(answers));

  const sharding: Sharding = {
    preshift: 1,
    hash: 'identity',
    minishardBits: 1,
    shardBits: 2,
    indexEncoding: 'gzip',
    dataEncoding: 'gzip',
  };
  write('labels', labelVolume(labels.compressed!, null));
  write('labels-sharded', labelVolume(labels.compressed!, sharding));
  write(
    'meshes',
    meshVolume(NEW, meshes.get('meshes')!, { description: 'made for a test', owners: ['ada'] }),
  );
  const trees = skeletons.get('skeletons')!;
  for (const [name, spec] of [
    ['skeletons', null],
    ['skeletons-sharded', shardingFor(1000)],
  ] as const) {
    write(name, volumePackaging({ ...NEW, skeletons: 'skeletons' }));
    write(`${name}/skeletons`, skeletonFiles(trees, spec));
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
