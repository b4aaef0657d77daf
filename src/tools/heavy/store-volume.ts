/** Stores a new mesh volume: as files for the user, or on a bucket with a link that shows it with its points. */

import { TtError } from '../../core/errors';
import { type Id, toId } from '../../core/ids';
import type { Vec3 } from '../../core/points';
import { boundsOf } from '../../geometry/mesh/bounds';
import type { Mesh } from '../../geometry/mesh/mesh';
import type { Work } from '../../http/work';
import { makeAnnotationLayer } from '../../neuroglancer/make-annotations';
import { sceneState } from '../../neuroglancer/scene';
import { forLegacyViewer } from '../../neuroglancer/source';
import { meshVolume } from '../../volumes/writing/volume-files';
import type { Args, FileResult, OutputFile } from '../declaration/declare';
import { type DatastackView, linkTo, sceneOf, viewOf } from '../views/datastack-view';
import type { PointLayer } from '../views/point-layers';
import type { HeavyContext } from './local-runner';
import { writeVolume } from './write-volume';

export interface MeshEntry {
  id: string;
  mesh: Mesh;
}

const COLOR = '#00A870';
const POINT_COLORS = ['#FFDD33', '#469FE3', '#FF40DF', '#FF5533', '#B0FEFF', '#CC85FF'];
const MESH_ALPHA = 0.4;

/** The volume `mesh` with the files `extra`. `name` is the name of its layer in the link. */
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
  // Only a viewer on this computer can show a volume on its disk.
  const link = source === '' ? '' : yield* linkOf(view, source, entries, layers, name, ctx);
  return { report: rows, files: [], link };
}

/** Voxel size and extent of the datastack, in which a viewer shows the volume. */
function spaceOf({ config }: DatastackView, ctx: HeavyContext): { resolution: Vec3; size: Vec3 } {
  const { resolution, volume_size: size } = config;
  if (!resolution) throw new TtError('NONE', `the configuration of ${ctx.datastack} has no resolution`);
  return { resolution: resolution as Vec3, size: (size ?? [1_000_000, 1_000_000, 1_000_000]) as Vec3 };
}

/** A link to the datastack's view with the meshes, the points of each layer, and the camera at their centre. */
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
      // Every viewer reads this form.
      source: forLegacyViewer(source),
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
