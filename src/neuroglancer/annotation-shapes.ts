/** Converts the shapes of annotations to x, y, z in voxels of the view. */
import { TtError } from '../core/errors';
import { typeOf } from './annotations';
import { copyDocument, type Doc, docText, type Fields, listOf, makeDocument, numbersOf } from './document';
import { type LayerSpace, spacePosition } from './space';

/** Keys of the positions, by annotation type. */
const POSITIONS: Readonly<Record<string, readonly string[]>> = {
  point: ['point'],
  line: ['pointA', 'pointB'],
  axis_aligned_bounding_box: ['pointA', 'pointB'],
  ellipsoid: ['center'],
  polyline: ['points'],
};

/** Throws LINK for an unknown type, and for a box or an ellipsoid that the layer's transform rotates or shears. */
export function inAxes(annotation: Fields, space: LayerSpace): Fields {
  const type = typeOf(annotation);
  const keys = POSITIONS[type];
  const wrong = (why: string): TtError =>
    new TtError('LINK', `${space.owner}: the annotation "${docText(annotation.get('id'))}" ${why}`);
  if (!keys) throw wrong(`is of the type "${type.slice(0, 40)}", which cannot be converted to x, y, z`);
  const upright = type === 'ellipsoid' || type === 'axis_aligned_bounding_box';
  if (upright && !keepsAxes(space))
    throw wrong('is turned or sheared by the layer’s transform, and would have another shape');
  const position = (doc: Doc | undefined): Doc => {
    const read = numbersOf(doc);
    if (!read) throw wrong(`has no coordinates in "${keys.join(', ')}"`);
    return makeDocument(spacePosition(space, space.toView, read));
  };
  const copy = copyDocument(annotation);
  for (const key of keys) {
    const value = annotation.get(key);
    copy.set(key, key === 'points' ? listOf(value).map(position) : position(value));
  }
  if (type === 'ellipsoid') {
    const radii = numbersOf(annotation.get('radii'));
    if (radii?.length !== space.rank) throw wrong(`has not a radius for each of ${space.names}`);
    copy.set('radii', makeDocument(spacePosition(space, space.toView.map(lengthsOnly), radii)));
  }
  return copy;
}

/** Radii are scaled like lengths, without the shift. */
const lengthsOnly = (row: readonly number[]): number[] => [...row.slice(0, -1).map(Math.abs), 0];

/** True if each of x, y, z depends on a single coordinate of the layer. */
const keepsAxes = ({ toView }: LayerSpace): boolean =>
  toView.every((row) => row.slice(0, -1).filter((factor) => factor !== 0).length === 1);
