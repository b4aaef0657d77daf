/** get_cave_table_info: CAVE's record of one annotation table. */

import type { Datastack } from '../../cave/client/datastack';
import { flatten } from '../../cave/client/info';
import { liveTableInfo, tableNames } from '../../cave/tables/annotation';
import { newestVersion, tableInfo, viewInfo } from '../../cave/tables/materialize';
import { TtError } from '../../core/errors';
import type { Json } from '../../core/json';
import type { Work } from '../../http/work';
import {
  CACHE_BRIEFLY,
  DATASTACK,
  datastackOf,
  type ToolContext,
  tableTool,
  timestampOf,
} from '../declaration/declare';
import { EVERYWHERE } from '../declaration/surfaces';
import { TABLE } from '../tables/table-plan';

export const caveTableInfo = tableTool({
  name: 'get_cave_table_info',
  formula: 'TT_TABLE_INFO',
  family: 'get',
  summary: 'Gives CAVE’s record of an annotation table: what it is, who made it, its resolution.',
  details:
    'As of the newest version; of a table that is in no version yet the annotation service’s own record. What is not ' +
    'set is blank.',
  params: [TABLE, DATASTACK],
  returns: 'key and value rows',
  example: { formula: '=TT_TABLE_INFO("cell_info")', shows: 'id | 18382 and so on down' },
  surfaces: EVERYWHERE,
  outputs: 'data',
  cacheSeconds: CACHE_BRIEFLY,
  *answer(args, ctx) {
    const stack = yield* datastackOf(ctx);
    const record = yield* recordOf(stack, String(args.table).trim(), ctx);
    return flatten(foldRecord(record));
  },
});

function* recordOf(stack: Datastack, table: string, ctx: ToolContext): Work<{ [key: string]: Json }> {
  const { version } = yield* newestVersion(stack, ctx.cache, timestampOf(ctx));
  try {
    return yield* tableInfo(stack, table, version);
  } catch (error) {
    if (!(error instanceof TtError) || error.code !== 'NONE') throw error;
    const record = yield* viewInfo(stack, table, version);
    if (record) return record;
    // The annotation service's reply for a missing table looks like a server error, so the list of tables is checked.
    if (!(yield* tableNames(stack)).includes(table)) {
      throw new TtError('NONE', `${stack.name} has no table or view "${table.slice(0, 60)}"`);
    }
    return yield* liveTableInfo(stack, table);
  }
}

/** Combines the three keys of the resolution into one, as CAVE's own client does. */
function foldRecord(record: { [key: string]: Json }): { [key: string]: Json } {
  const { voxel_resolution_x: x, voxel_resolution_y: y, voxel_resolution_z: z, ...rest } = record;
  return x === undefined || y === undefined || z === undefined
    ? record
    : { ...rest, voxel_resolution: [x, y, z] };
}
