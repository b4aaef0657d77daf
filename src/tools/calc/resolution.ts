/** A resolution argument: three numbers, or the datastack whose viewer voxels are meant. */
import { publishedConfig, publishedNames } from '../../cave/datasets/config';
import { TtError } from '../../core/errors';
import { readResolution, type Vec3 } from '../../core/points';
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import type { ToolContext } from '../declaration/declare';
import { configFor } from '../views/config-for';

/** nm of a voxel. A published datastack answers without a request, by its name or the name it is shown with. */
export function* resolutionOf(value: Cell[][] | undefined, what: string, ctx: ToolContext): Work<Vec3> {
  const only =
    value === undefined ? ctx.datastack : value.length === 1 && value[0]!.length === 1 ? value[0]![0] : null;
  const name = typeof only === 'string' ? only.trim() : '';
  if (value !== undefined && !/^[a-z][\w.-]*$/i.test(name)) return readResolution(value, what);
  const published = publishedNames().find((known) => {
    const display = publishedConfig(known)?.dataset_display_name;
    return [known, display].some((word) => word?.toLowerCase() === name.toLowerCase());
  });
  const config = yield* configFor(ctx, published ?? name);
  const [x, y, z] = config.resolution ?? [];
  if (x && y && z) return [x, y, z];
  throw new TtError('NONE', `${name} has no resolution on record: write three numbers, such as "4, 4, 45"`);
}

export const RESOLUTION_DESCRIPTION = 'nm of a voxel, such as "4, 4, 45", or a datastack’s name';
