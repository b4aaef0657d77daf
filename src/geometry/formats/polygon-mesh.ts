/** Makes the triangle mesh of a file's faces, with remarks on faces that cannot be cut reliably. */
import { TtError } from '../../core/errors';
import type { Mesh } from '../mesh/mesh';
import { cutPolygons, type Polygons } from '../mesh/polygons';

export interface FileCounting {
  /** The file's name in messages, such as "the OBJ". */
  what: string;
  /** The number of the first vertex in the format. */
  first: 0 | 1;
}

/** @throws INPUT if a face names a missing vertex; the message uses the numbers of the file */
export function polygonMesh(
  vertices: Float64Array,
  polygons: Polygons,
  { what, first }: FileCounting,
  remarks: string[],
): Mesh {
  const count = vertices.length / 3;
  let at = 0;
  for (const [face, size] of polygons.sizes.entries()) {
    for (const end = at + size; at < end; at++) {
      const corner = polygons.corners[at]!;
      if (corner < count) continue;
      throw new TtError(
        'INPUT',
        `face ${face + 1} of ${what} names vertex ${corner + first}, but there are ${count}, counted from ${first}: ` +
          'the file is damaged or cut',
      );
    }
  }
  const { faces, bent, crossed } = cutPolygons(vertices, polygons);
  const list = (some: readonly number[]) =>
    `${some.length} of the file’s faces (${some.length > 1 ? 'the first is ' : ''}face ${some[0]! + 1})`;
  if (bent.length > 0)
    remarks.push(`${list(bent)} not flat: cut into triangles as they look from their front`);
  if (crossed.length > 0)
    remarks.push(`${list(crossed)} with outlines that cross themselves: what they enclose is not certain`);
  return { vertices, faces };
}
