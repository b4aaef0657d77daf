/** Which ids can be segments, told by the id alone. */
import type { Id } from '../../../src/core/ids';
import { splitSegments, unknownSegment } from '../../../src/tools/segments/segments';
import { STACK } from '../../cave/support';

test('layers are told apart without a request', () => {
  const ids = [
    '864691135122603047',
    '160032475051983415',
    '97557743795364048',
    '42',
    '720575941473274509',
  ] as Id[];
  const { segments, others } = splitSegments(STACK, ids);
  expect(segments).toEqual(['864691135122603047']);
  expect([...others.values()].map(({ code, message }) => `${code} ${message}`)).toEqual([
    'ID 160032475051983415 is a level-2 node, not a segment',
    'ID 97557743795364048 is a supervoxel, not a segment. TT_ID_FROM_SUPERVOXEL gives its segment',
    'ID 42 is not a segment id of minnie65_public',
    'ID 720575941473274509 is not a segment id of minnie65_public',
  ]);
});

test('an unknown segment names the datastack', () => {
  expect(unknownSegment(STACK)).toMatchObject({
    code: 'UNKNOWN',
    message: 'no such segment in minnie65_public',
  });
});
