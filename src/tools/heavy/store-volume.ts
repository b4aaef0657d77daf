/** A new mesh volume: as files to hand over, or onto a bucket with a link that shows it beside its points. */

import { slices } from '../../cave/graph/chunkedgraph';
import { TtError } from '../../core/errors';
import { type Id, toId } from '../../core/ids';
import type { Vec3 } from '../../core/points';
import { boundsOf } from '../../geometry/mesh/bounds';
import type { Mesh } from '../../geometry/mesh/mesh';
import { all, type Work } from '../../http/work';
import { makeAnnotationLayer } from '../../neuroglancer/make-annotations';
import { sceneState } from '../../neuroglancer/scene';
import { inFolder, type VolumeFile } from '../../volumes/store/files';
import { type Location, storeLocation } from '../../volumes/store/locate';
import type { Store } from '../../volumes/store/store';
import { publicReader, readerWord } from '../../volumes/transfer/public-reader';
import { meshVolume } from '../../volumes/writing/volume-files';
import type { Args, FileResult, OutputCell, OutputFile } from '../declaration/declare';
import { type DatastackView, linkTo, sceneOf, viewOf } from '../views/datastack-view';
import type { PointLayer } from '../views/point-layers';
import type { HeavyContext } from './local-runner';

export interface MeshEntry {
  id: string;
  mesh: Mesh;
}

const COLOR = '#00A870';
const POINT_COLORS = ['#FFDD33', '#469FE3', '#FF40DF', '#FF5533', '#B0FEFF', '#CC85FF'];
const MESH_ALPHA = 0.4;

/** The volume `mesh`, and `extra` files beside it. `name` is that of its layer in the link. */
export function* storeVolume(
  entries: readonly MeshEntry[],
  extra: readonly OutputFile[],
  args: Args,
  ctx: HeavyContext,
  layers: readonly PointLayer[] = [],
  name = 'mesh',
): Work<FileResult> {
  const view = yield* viewOf(ctx);
  const meshes = new Map<Id, Mesh>(entries.map(({ id, mesh }) => [toId(id), mesh]));
  const files = [...meshVolume({ ...spaceOf(view, ctx), mesh: 'mesh' }, meshes), ...extra];
  const destination = String(args.destination ?? '').trim();
  if (destination === '') return { report: [], files, link: '' };
  const { rows, source } = yield* writeVolume(files, destination, ctx);
  // What lies on a disk is shown by a viewer of this machine alone.
  const link = source === '' ? '' : yield* linkOf(view, source, entries, layers, name, ctx);
  return { report: rows, files: [], link };
}

/** Writes a new volume; the report names its source, its public address, and whether anybody can read it. */
export function* writeVolume(
  files: readonly VolumeFile[],
  destination: string,
  ctx: HeavyContext,
): Work<{ rows: OutputCell[][]; source: string }> {
  const to = readDestination(destination, ctx);
  yield* upload(to.store, to.name, files, ctx);
  const { url, readable, source } = yield* publicReader(to, `${to.name}/info`, true);
  if (url === '') {
    return { rows: [['source', to.text, `show it with host_ng_volume_locally /${to.name}`]], source: '' };
  }
  const rows: OutputCell[][] = [
    ['source', source],
    ['public_address', url],
    ['anyone_can_read', readerWord(readable)],
  ];
  return { rows, source };
}

/** Voxels and extent of the datastack: what a viewer shows the volume in. */
function spaceOf({ config }: DatastackView, ctx: HeavyContext): { resolution: Vec3; size: Vec3 } {
  const { resolution, volume_size: size } = config;
  if (!resolution) throw new TtError('NONE', `the configuration of ${ctx.datastack} has no resolution`);
  return { resolution: resolution as Vec3, size: (size ?? [1_000_000, 1_000_000, 1_000_000]) as Vec3 };
}

function readDestination(text: string, ctx: HeavyContext): Location {
  const to = storeLocation(text, 'destination', ctx.places);
  if (to.store.readOnly !== '') throw new TtError('INPUT', `destination: ${to.text}: ${to.store.readOnly}`);
  // A viewer's source with a space in it is cut off where it is pasted.
  if (to.name === '' || (to.store.place !== 'file' && /\s/.test(to.name))) {
    throw new TtError(
      'INPUT',
      `destination: a folder on a bucket such as gs://our-lab/meshes/tract1, not "${text.slice(0, 80)}"`,
    );
  }
  return to;
}

const AT_ONCE = 16;

/** The info file comes last: a folder without one is unfinished, and may be finished by the next try. */
function* upload(store: Store, folder: string, files: readonly VolumeFile[], ctx: HeavyContext): Work<null> {
  const { objects } = yield* store.list(`${folder}/`, { most: 10_000 });
  const ours = new Set(inFolder(folder, files).map(({ path }) => path));
  const foreign = objects.find((object) => object.name === `${folder}/info` || !ours.has(object.name));
  if (foreign) {
    throw new TtError(
      'INPUT',
      `destination: ${store.root}/${folder} is not empty: it holds ${foreign.name}. Choose a new folder`,
    );
  }
  const last = files.filter(({ path }) => path === 'info');
  const first = files.filter(({ path }) => path !== 'info');
  // A disk has no readers that would keep an old copy.
  const more = store.place === 'file' ? {} : { cacheControl: 'no-cache' };
  let done = 0;
  for (const part of [...slices(first, AT_ONCE), last]) {
    yield* all(
      part.map(({ path, contentType, bytes }) =>
        store.write(`${folder}/${path}`, bytes, { contentType, ...more }),
      ),
    );
    done += part.length;
    ctx.progress(done, files.length, 'files written');
  }
  return null;
}

/** The datastack's view with the meshes, the points of each layer, and the eye at their middle. */
function* linkOf(
  view: DatastackView,
  source: string,
  entries: readonly MeshEntry[],
  layers: readonly PointLayer[],
  name: string,
  ctx: HeavyContext,
): Work<string> {
  const scene = sceneOf(view);
  const nm = scene.resolution;
  const annotations = layers.map((layer, i) =>
    makeAnnotationLayer({
      name: layer.name,
      color: POINT_COLORS[i % POINT_COLORS.length]!,
      annotations: Array.from({ length: layer.points.length / 3 }, (_point, n) => ({
        shape: {
          kind: 'point' as const,
          point: nm.map((scale, axis) => layer.points[3 * n + axis]! / scale),
        },
      })),
    }),
  );
  const middle = middleOf(entries);
  const meshes = [
    {
      name: annotations.some((layer) => layer.get('name') === name) ? `made ${name}` : name,
      source,
      ids: entries.map(({ id }) => id),
      color: COLOR,
      alpha: MESH_ALPHA,
    },
  ];
  const position = nm.map((scale, axis) => middle[axis]! / scale);
  return yield* linkTo(ctx, view, sceneState({ ...scene, meshes, annotations, position }));
}

function middleOf(entries: readonly MeshEntry[]): number[] {
  const boxes = entries.map(({ mesh }) => boundsOf(mesh.vertices)!);
  return [0, 1, 2].map(
    (axis) =>
      (Math.min(...boxes.map(({ min }) => min[axis]!)) + Math.max(...boxes.map(({ max }) => max[axis]!))) / 2,
  );
}
