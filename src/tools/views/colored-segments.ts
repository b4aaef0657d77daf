/** A view of some segments, each in a colour of its own, translucent so that one is seen through another. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Fields } from '../../neuroglancer/document';
import type { Scene } from '../../neuroglancer/scene';

export const MESH_OPACITY = 0.4;

/** The community's colours for what was and what is. */
export const OLD_RED = '#FF0000';
export const NEW_CYAN = '#00FFFF';

/** The first colour of an id counts. Throws NONE for a datastack without a segmentation. */
export function coloredSegments(
  scene: Scene,
  colors: readonly (readonly [Id, string])[],
  annotations: Fields[],
  title: string,
): Scene {
  const { segmentation } = scene;
  if (!segmentation) throw new TtError('NONE', 'this datastack has no segmentation to show');
  const ids = [...new Set(colors.map(([id]) => id))];
  const shownAs = new Map([...colors].reverse());
  return {
    ...scene,
    title,
    annotations,
    segmentation: { ...segmentation, ids, colors: shownAs, alpha: MESH_OPACITY },
  };
}
