/** A view of some segments, each in its own colour and translucent, so that those behind stay visible. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Fields } from '../../neuroglancer/document';
import type { Scene } from '../../neuroglancer/scene';

export const MESH_OPACITY = 0.4;

/** The community's colours for old and current segments. */
export const OLD_RED = '#FF0000';
export const NEW_CYAN = '#00FFFF';

/** If an id repeats, its first colour counts. Throws NONE for a datastack without a segmentation. */
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
