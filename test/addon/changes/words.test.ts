/** What a run found, in lines. */
import type { ChangeSummary } from '../../../src/addon/changes/change';
import { headline, summaryLine, summaryLines } from '../../../src/addon/changes/words';

const found = (more: Partial<ChangeSummary>): ChangeSummary => ({
  ids: 49,
  standing: 0,
  outOfDate: 0,
  kinds: {},
  ...more,
});

test('one and several; kinds that need a person come first', () => {
  expect([headline(found({})), headline(found({ outOfDate: 2 }))]).toEqual([
    'None of 49 ids was newly out of date',
    '2 of 49 ids were out of date',
  ]);
  expect(summaryLines(found({ kinds: { merged: 1200, together: 1, damaged: 2 }, standing: 3 }))).toEqual([
    '1 neuron is now in several rows',
    '2 rows with a damaged id',
    '1,200 merged',
    '3 rows without an answer as before',
  ]);
});

test('a run with more changes than the report holds says how many it lists', () => {
  expect(summaryLines(found({ kinds: { split: 5000 } }))).toEqual(['5,000 split']);
  expect(summaryLine(found({ ids: 9000, outOfDate: 6200, kinds: { split: 6000, damaged: 200 } }))).toBe(
    '6,200 of 9,000 ids were out of date · 200 rows with a damaged id · 6,000 split · ' +
      'TT report lists the first 5,000 of these 6,200; the others show in their cells alone',
  );
});
