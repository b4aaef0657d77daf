/** get_json_state_from_url: the state of a share link, as JSON text. */
import { writeDocument } from '../../neuroglancer/document';
import { CACHE_BRIEFLY, DATASTACK, tableTool } from '../declaration/declare';
import { text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { openState, STATE_PARAM } from '../views/states';

export const jsonStateFromUrl = tableTool({
  name: 'get_json_state_from_url',
  formula: 'TT_STATE',
  family: 'get',
  summary: 'Gives the state behind a share link as JSON text.',
  details:
    'Reads links of Spelunker and of the old FlyWire viewer, json_url links, long #!{…} links in any encoding, gs:// ' +
    'and https:// state files, short names that redirect, and bare state numbers. Digits, spelling of numbers and ' +
    'order of keys stay as they are. A cell holds 50,000 characters: a longer state says BIG. States of the state ' +
    'server need the token; it is sent to CAVE’s own servers only.',
  params: [{ ...STATE_PARAM, name: 'link' }, DATASTACK],
  returns: 'one cell of JSON text',
  example: {
    formula:
      '=TT_STATE("https://spelunker.cave-explorer.org/#!middleauth+https://global.daf-apis.com/nglstate/api/v1/5892713748463616")',
    shows: '{"dimensions":{"x":[4e-9,"m"] and so on',
  },
  surfaces: EVERYWHERE,
  outputs: [text('state')],
  cacheSeconds: CACHE_BRIEFLY,
  *answer(args, ctx) {
    const { state } = yield* openState(ctx, String(args.link));
    return [[writeDocument(state)]];
  },
});
