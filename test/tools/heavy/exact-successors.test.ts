/** TT_CURRENT_ID by every supervoxel: the published shares, and no ≈ where the light way must estimate. */
import { testEnvironment } from '../../support/sandbox-driver';
import { rowsOf } from '../support';
import { heavyBench } from './support';

const STALE = ['720575941473274509', '720575941524660200', '720575941565377335'];
const EXACT = { args: [true, false, true] };

test('gives the published shares exactly', async () => {
  const cave = await heavyBench();
  expect(rowsOf(cave, 'TT_CURRENT_ID', STALE, EXACT)).toEqual([
    ['720575941441350235', 0.9747508490618563],
    ['720575941519923628', 0.8846842105263157],
    ['720575941703820762', 0.9805467429911376],
  ]);
});

test('a current id, a supervoxel and an unknown id each answer in their own row', async () => {
  const cave = await heavyBench();
  const rows = rowsOf(cave, 'TT_CURRENT_ID', ['720575941609391725', '76919154560765265'], EXACT);
  expect(rows[0]).toEqual(['720575941609391725', 1]);
  expect(rows[1]![0]).toMatch(/^ID: /);
});

test('without anything that does heavy work it says what to set', () => {
  const cave = testEnvironment();
  expect(() => rowsOf(cave, 'TT_CURRENT_ID', STALE, EXACT)).toThrow(
    'TT_CURRENT_ID needs the companion service. Set its address in Tracer Tools › Settings',
  );
});
