/** get_cave_stacks and get_cave_stack_info: the datastacks of the CAVE server, and the official record of one. */
import { flatten, readStackNames, readStackRecord, stackNames, stackRecord } from '../../cave/client/info';
import type { Json } from '../../core/json';
import { replyTo } from '../../http/work';
import { CACHE_BRIEFLY, DATASTACK, tableTool } from '../declaration/declare';
import { text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { rowsOrValue } from './config';

export const caveStacks = tableTool({
  name: 'get_cave_stacks',
  formula: 'TT_STACKS',
  family: 'get',
  summary: 'Lists the CAVE datastacks that the token may see.',
  details: 'Datastacks whose terms are not accepted yet are listed too.',
  params: [],
  returns: 'a column of names',
  example: { formula: '=TT_STACKS()', shows: 'brain_and_nerve_cord and so on down' },
  surfaces: EVERYWHERE,
  outputs: [text('datastack')],
  cacheSeconds: CACHE_BRIEFLY,
  *answer(_args, ctx) {
    return readStackNames(yield* replyTo(stackNames(ctx.access))).map((name) => [name]);
  },
});

export const caveStackInfo = tableTool({
  name: 'get_cave_stack_info',
  formula: 'TT_STACK_INFO',
  family: 'get',
  summary: 'Gives CAVE’s official record of a datastack.',
  details: 'Nested keys are dotted, such as aligned_volume.name; what is not set is blank.',
  params: [
    {
      name: 'key',
      kind: 'text',
      description: 'one key, such as synapse_table; all keys without it',
      optional: true,
      defaultValue: '',
    },
    DATASTACK,
  ],
  returns: 'key and value rows, or one value',
  example: { formula: '=TT_STACK_INFO("synapse_table")', shows: 'synapses_v2' },
  surfaces: EVERYWHERE,
  outputs: 'data',
  cacheSeconds: CACHE_BRIEFLY,
  *answer(args, ctx) {
    const record = readStackRecord(yield* replyTo(stackRecord(ctx.access, ctx.datastack)), ctx.datastack);
    return rowsOrValue(flatten(record as unknown as Json), args.key);
  },
});
