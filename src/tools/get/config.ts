/** get_config and get_supported_configs: a datastack's configuration in the tracer format. */

import { flatten } from '../../cave/client/info';
import { publishedNames } from '../../cave/datasets/config';
import { TtError } from '../../core/errors';
import type { Json } from '../../core/json';
import { CACHE_FOREVER, DATASTACK, type OutputCell, type Param, tableTool } from '../declaration/declare';
import { text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { configFor } from '../views/config-for';

const KEY: Param = {
  name: 'key',
  kind: 'text',
  description: 'one key, such as resolution; all keys without it',
  optional: true,
  defaultValue: '',
};

/** All rows, or only the value of `key`. */
export function rowsOrValue(rows: [string, string | number | boolean][], key: unknown): OutputCell[][] {
  const keyName = String(key ?? '').trim();
  if (keyName === '') return rows;
  const found = rows.filter(([name]) => name === keyName || name.startsWith(`${keyName}.`));
  if (found.length === 0) {
    const names = rows.map(([name]) => name).join(', ');
    throw new TtError(
      'INPUT',
      `key: there is no "${keyName.slice(0, 40)}". There are ${names.slice(0, 300)}`,
    );
  }
  return found.length === 1 && found[0]![0] === keyName ? [[found[0]![1]]] : found;
}

export const configTool = tableTool({
  name: 'get_config',
  formula: 'TT_CONFIG',
  family: 'get',
  summary: 'Gives a datastack’s configuration in the tracer format.',
  details:
    'The seven published configurations answer without a request. Any other datastack gets one derived from CAVE’s ' +
    'official record.',
  params: [KEY, DATASTACK],
  returns: 'key and value rows, or one value',
  example: { formula: '=TT_CONFIG("resolution", "brain_and_nerve_cord")', shows: '4, 4, 45' },
  surfaces: EVERYWHERE,
  outputs: 'data',
  cacheSeconds: CACHE_FOREVER,
  *answer(args, ctx) {
    const config = yield* configFor(ctx);
    return rowsOrValue(flatten(config as unknown as Json), args.key);
  },
});

export const supportedConfigs = tableTool({
  name: 'get_supported_configs',
  formula: 'TT_CONFIGS',
  family: 'get',
  summary: 'Lists the datastacks with a published configuration.',
  details: 'Other CAVE datastacks work too: TT_STACKS lists those that the token may see.',
  params: [],
  returns: 'a column of names',
  example: { formula: '=TT_CONFIGS()', shows: 'brain_and_nerve_cord and so on down' },
  surfaces: EVERYWHERE,
  outputs: [text('datastack')],
  cacheSeconds: CACHE_FOREVER,
  *answer() {
    return publishedNames().map((name) => [name]);
  },
});
