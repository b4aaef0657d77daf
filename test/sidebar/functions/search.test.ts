import { searchTools } from '../../../sidebar/functions/search';
import type { ToolView } from '../../../src/addon/interfaces/api';

function tool(name: string, formula: string, summary: string, family = 'get'): ToolView {
  return {
    name,
    formula,
    family,
    summary,
    example: '',
    returns: '',
    details: '',
    params: [],
    writesTab: false,
  };
}

const tools = [
  tool('get_seg_edits', 'TT_EDITS', 'One row an edit, with current ids'),
  tool('get_current_seg_ids', 'TT_CURRENT_ID', 'The best current id'),
  tool('calc_3d_distance', 'TT_DISTANCE', 'Distance in nm', 'calc'),
];
const names = (query: string) => searchTools(tools, query).map((each) => each.formula);

test('nothing asked: all, in order', () =>
  expect(names('  ')).toEqual(['TT_EDITS', 'TT_CURRENT_ID', 'TT_DISTANCE']));
test('a name counts more than a summary', () =>
  expect(names('current id')).toEqual(['TT_CURRENT_ID', 'TT_EDITS']));
test('every word must occur', () => expect(names('current distance')).toEqual([]));
test('the formula in any case, and the family', () => {
  expect(names('tt_dist')).toEqual(['TT_DISTANCE']);
  expect(names('calc')).toEqual(['TT_DISTANCE']);
});
