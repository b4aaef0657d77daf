/** Meshes from the points of a view's layers: hulls, alpha shapes, their union, and the volume that contains them. */

import { TtError } from '../../core/errors';
import { readNumber } from '../../core/number-text';
import { toUtf8 } from '../../core/utf8';
import { writeObj } from '../../geometry/formats/obj';
import { type Kernels, kernel } from '../../geometry/kernels';
import type { Mesh } from '../../geometry/mesh/mesh';
import { alphaShape } from '../../geometry/point-sets/alpha-shape';
import { convexHull } from '../../geometry/point-sets/convex-hull';
import type { Work } from '../../http/work';
import type { Args, FileResult, OutputCell, OutputFile } from '../declaration/declare';
import { LAYER_OUTPUTS, outputNames } from '../declaration/outputs';
import { fileName, type PointLayer, pointLayers } from '../views/point-layers';
import { openState } from '../views/states';
import type { HeavyContext, HeavyWorkOf } from './local-runner';
import { meshCells, processMesh } from './process-mesh';
import { storeVolume } from './store-volume';

/** Limit of the points of all layers: the Delaunay triangulation of a million points takes 15 s. */
const POINTS = 2_000_000;

function* layersOf(args: Args, ctx: HeavyContext): Work<PointLayer[]> {
  const { state } = yield* openState(ctx, String(args.state));
  const layers = pointLayers(state, String(args.layers ?? ''));
  const points = layers.reduce((sum, layer) => sum + layer.points.length / 3, 0);
  if (points > POINTS) {
    throw new TtError(
      'BIG',
      `${points.toLocaleString('en-US')} points; ${POINTS.toLocaleString('en-US')} at most`,
    );
  }
  return layers;
}

interface Shaped {
  layer: PointLayer;
  mesh: Mesh;
  /** Alpha in nm; null for a hull. */
  alpha: number | null;
  remarks: string[];
}

/** Runs `make` and adds the layer's name to its errors. */
function shapePoints(layer: PointLayer, make: () => Pick<Shaped, 'mesh' | 'alpha'>): Shaped {
  try {
    return { layer, ...make(), remarks: [] };
  } catch (error) {
    if (error instanceof TtError) throw new TtError(error.code, `layer "${layer.name}": ${error.message}`);
    throw error;
  }
}

const hullOf = (layer: PointLayer): Shaped =>
  shapePoints(layer, () => ({ mesh: convexHull(layer.points), alpha: null }));

function alphaOf(layer: PointLayer, alpha: number | null, grow: boolean): Shaped {
  return shapePoints(layer, () => {
    const found = alphaShape(layer.points, { grow, ...(alpha === null ? {} : { alpha }) });
    return { mesh: found.mesh, alpha: found.alpha };
  });
}

/** "auto", or one value in nm per layer; a single value applies to all layers. */
function readAlphas(text: string, layers: number): (number | null)[] {
  const parts = text.split(',').map((part) => part.trim());
  const alphas = parts.map((part) => {
    if (/^(auto)?$/i.test(part)) return null;
    const alpha = readNumber(part);
    if (alpha !== null && alpha > 0) return alpha;
    throw new TtError('INPUT', `alphas: auto, or nm above 0, not "${part.slice(0, 40)}"`);
  });
  if (alphas.length === 1) return new Array<number | null>(layers).fill(alphas[0]!);
  if (alphas.length !== layers) {
    throw new TtError('INPUT', `alphas: ${alphas.length} for ${layers} layers; one for each, or one for all`);
  }
  return alphas;
}

const union = (meshes: readonly Mesh[], kernels: Partial<Kernels>): Mesh =>
  meshes.length === 1 ? meshes[0]! : kernel(kernels, 'solids').union(meshes);

const LAYER_COLUMNS = outputNames(LAYER_OUTPUTS);
const layerRow = ({ layer, mesh, alpha, remarks }: Shaped): OutputCell[] => [
  layer.name,
  layer.points.length / 3,
  alpha,
  ...meshCells(mesh, remarks),
];

const objFile = (name: string, mesh: Mesh, usedNames: Set<string>): OutputFile => ({
  path: `${fileName(name, usedNames)}.obj`,
  contentType: 'model/obj',
  bytes: toUtf8(writeObj(mesh)),
});

/** Where an alpha shape touches itself, an edge has four faces: a viewer draws it, but a solid has no such edge. */
export const pointsMeshWork: HeavyWorkOf<'files'> = {
  kernels: ['solids', 'simplifier'],
  *files(args, ctx): Work<FileResult> {
    const layers = yield* layersOf(args, ctx);
    const alphas = readAlphas(String(args.alphas ?? 'auto'), layers.length);
    const parts: Shaped[] = [];
    for (const [i, layer] of layers.entries()) {
      ctx.progress(i, layers.length, 'layers shaped');
      parts.push(args.shape === 'hull' ? hullOf(layer) : alphaOf(layer, alphas[i]!, args.grow !== false));
    }
    const remarks: string[] = [];
    const whole = processMesh(
      union(
        parts.map(({ mesh }) => mesh),
        ctx.kernels,
      ),
      args,
      ctx,
      remarks,
    );
    const extra = args.obj === true ? [objFile('mesh', whole, new Set())] : [];
    const volume = yield* storeVolume([{ id: '1', mesh: whole }], extra, args, ctx, layers);
    const points = layers.reduce((sum, layer) => sum + layer.points.length / 3, 0);
    return {
      ...volume,
      report: [
        LAYER_COLUMNS,
        ...parts.map(layerRow),
        ['mesh 1', points, null, ...meshCells(whole, remarks)],
        ...volume.report,
      ],
    };
  },
};

export const objsFromState: HeavyWorkOf<'files'> = {
  kernels: ['simplifier'],
  *files(args, ctx): Work<FileResult> {
    const layers = yield* layersOf(args, ctx);
    const usedNames = new Set<string>();
    const parts = layers.map((layer) => finishPart(hullOf(layer), args, ctx));
    const files = parts.map(({ layer, mesh }) => objFile(layer.name, mesh, usedNames));
    return { report: [LAYER_COLUMNS, ...parts.map(layerRow)], files, link: '' };
  },
};

const finishPart = (part: Shaped, args: Args, ctx: HeavyContext): Shaped => ({
  ...part,
  mesh: processMesh(part.mesh, args, ctx, part.remarks),
});

export const volumeMeshFromState: HeavyWorkOf<'files'> = {
  kernels: ['solids', 'simplifier'],
  *files(args, ctx): Work<FileResult> {
    const layers = yield* layersOf(args, ctx);
    const hulls = layers.map(hullOf);
    const isMerged = args.merge === true;
    const remarks: string[] = [];
    const parts = isMerged ? hulls : hulls.map((part) => finishPart(part, args, ctx));
    const meshes = isMerged
      ? [
          processMesh(
            union(
              hulls.map(({ mesh }) => mesh),
              ctx.kernels,
            ),
            args,
            ctx,
            remarks,
          ),
        ]
      : parts.map(({ mesh }) => mesh);
    const usedNames = new Set<string>();
    const names = isMerged ? ['mesh'] : layers.map(({ name }) => name);
    const extra = args.obj === true ? meshes.map((mesh, i) => objFile(names[i]!, mesh, usedNames)) : [];
    const entries = meshes.map((mesh, i) => ({ id: String(i + 1), mesh }));
    const storedVolume = yield* storeVolume(entries, extra, args, ctx, layers);
    const whole: OutputCell[][] = isMerged ? [['mesh 1', null, null, ...meshCells(meshes[0]!, remarks)]] : [];
    return {
      ...storedVolume,
      report: [LAYER_COLUMNS, ...parts.map(layerRow), ...whole, ...storedVolume.report],
    };
  },
};
