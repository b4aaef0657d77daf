import { didYouMean, nearestWords } from '../../src/node/nearest';

const WORDS = ['get_seg_mesh', 'get_seg_edits', 'get_mesh_triangles', 'check_seg_freshness', 'TT_VOLUME'];

test.each([
  ['get_seg_mseh', ['get_seg_mesh']],
  ['GET-SEG-MESH', ['get_seg_mesh']],
  ['check_freshness', ['check_seg_freshness']],
  ['freshness', ['check_seg_freshness']],
  ['tt_volum', ['TT_VOLUME']],
  ['xyz', []],
  ['zzzzzzzzzzzzzz', []],
])('%s: %j', (word, found) => {
  expect(nearestWords(word, WORDS)).toEqual(found);
});

test('as the end of a sentence', () => {
  expect(didYouMean('get_seg_mash', WORDS)).toBe(': did you mean get_seg_mesh?');
  expect(didYouMean('', WORDS)).toBe('');
});
