/** get_cave_stack_tables: the annotation tables of a datastack. */
import { tableNames } from '../../cave/tables/annotation';
import { CACHE_BRIEFLY, DATASTACK, datastackOf, tableTool } from '../declaration/declare';
import { text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

export const caveStackTables = tableTool({
  name: 'get_cave_stack_tables',
  formula: 'TT_STACK_TABLES',
  family: 'get',
  summary: 'Lists the annotation tables of a datastack.',
  details: 'Those of the annotation service, sorted by name; a new table may not be in a version yet.',
  params: [DATASTACK],
  returns: 'a column of names',
  example: { formula: '=TT_STACK_TABLES()', shows: 'backbone_proofread, cell_ids, cell_info and so on down' },
  surfaces: EVERYWHERE,
  outputs: [text('table')],
  cacheSeconds: CACHE_BRIEFLY,
  *answer(_args, ctx) {
    const stack = yield* datastackOf(ctx);
    const names = yield* tableNames(stack);
    return names.sort((a, b) => (a < b ? -1 : 1)).map((name) => [name]);
  },
});
