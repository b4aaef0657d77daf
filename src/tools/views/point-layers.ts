/** The point layers of a view, in nm, from which a mesh is made. */
import { TtError } from '../../core/errors';
import { layersWithPoints, namedLayer, noPoints, pointsOf } from '../../neuroglancer/annotations';
import type { Fields } from '../../neuroglancer/document';

export interface PointLayer {
  name: string;
  /** x, y, z of each point in turn, in nm. */
  points: Float64Array;
}

/** The layers that `layerNames` names (separated by commas), in that order, or all layers with points. */
export function pointLayers(state: Fields, layerNames: string): PointLayer[] {
  const names = layerNames
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const layers =
    names.length === 0 ? layersWithPoints(state) : names.map((name) => namedLayer(state, name, 'layers'));
  if (layers.length === 0) throw noPoints(state);
  return layers.map((layer) => {
    const { nm, points } = pointsOf(state, layer);
    if (nm === null) {
      throw new TtError('LINK', `neither the view nor layer "${layer.name}" says how many nm a voxel has`);
    }
    if (points.length === 0) throw new TtError('INPUT', `layer "${layer.name}" has no points`);
    return { name: layer.name, points: Float64Array.from(nm.flat()) };
  });
}

/** A layer's name as a file name: characters that file systems refuse become a dash. */
export function fileName(name: string, usedNames: Set<string>): string {
  const plain =
    name
      .replace(/[^\p{L}\p{N} ._-]+/gu, '-')
      .replace(/^[. ]+|[. ]+$/g, '')
      .slice(0, 80) || 'layer';
  let free = plain;
  for (let n = 2; usedNames.has(free.toLowerCase()); n++) free = `${plain} ${n}`;
  usedNames.add(free.toLowerCase());
  return free;
}
