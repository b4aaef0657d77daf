/** Reads a resolution argument: three numbers, or a datastack whose viewer voxels it means. */
import { publishedConfig, publishedNames } from '../../cave/datasets/config';
import { TtError } from '../../core/errors';
import { readResolution, type Vec3 } from '../../core/points';
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import type { ToolContext } from '../declaration/declare';
import { configFor } from '../views/config-for';

/** Voxel size in nm. The name or display name of a published datastack needs no request. */
export function* resolutionOf(value: Cell[][] | undefined, what: string, ctx: ToolContext): Work<Vec3> {
  const only =
    value === undefined ? ctx.datastack : value.length === 1 && value[0]!.length === 1 ? value[0]![0] : null;
  const name = typeof only === 'string' ? only.trim() : '';
  if (value !== undefined && !/^[a-z][\w.-]*$/i.test(name)) return readResolution(value, what);
  const match = publishedNames().find((publishedName) => {
    const display = publishedConfig(publishedName)?.dataset_display_name;
    return [publishedName, display].some((word) => word?.toLowerCase() === name.toLowerCase());
  });
  const config = yield* configFor(ctx, match ?? name);
  const [x, y, z] = config.resolution ?? [];
  if (x && y && z) return [x, y, z];
  throw new TtError('NONE', `${name} has no resolution on record: write three numbers, such as "4, 4, 45"`);
}

export const RESOLUTION_DESCRIPTION = 'nm of a voxel, such as "4, 4, 45", or a datastack’s name';
