import { durationText, ProgressLine } from '../../../src/cli/output/progress';

function line(columns = 80) {
  let clock = 0;
  const written: string[] = [];
  const shown = new ProgressLine(
    (text) => written.push(text.replace('\r', '').replace('\u001b[K', '')),
    () => clock,
    columns,
    'get_seg_mesh',
  );
  return { shown, written, at: (ms: number) => (clock = ms) };
}

test('nothing within a second, then count, rate and time left', () => {
  const { shown, written, at } = line();
  shown.update({ done: 0, total: 400, words: 'ids' });
  at(900);
  shown.update({ done: 100, total: 400, words: 'ids' });
  expect(written).toEqual([]);
  at(2_000);
  shown.update({ done: 200, total: 400, words: 'ids' });
  expect(written).toEqual(['get_seg_mesh · 200 of 400 ids · 100/s · 2 s left']);
  at(2_100);
  shown.update({ done: 210, total: 400, words: 'ids' });
  expect(written).toHaveLength(1);
  shown.clear();
  expect(written).toEqual([written[0], '']);
});

test('another phase has its own rate; without a report the time passes', () => {
  const { shown, written, at } = line();
  at(1_500);
  shown.draw();
  expect(written).toEqual(['get_seg_mesh · 2 s']);
  at(10_000);
  shown.update({ done: 0, total: 10, words: 'passes of smoothing' });
  at(12_000);
  shown.update({ done: 1, total: 10, words: 'passes of smoothing' });
  expect(written.at(-1)).toBe('get_seg_mesh · 1 of 10 passes of smoothing · 30.0/min · 18 s left');
  at(13_000);
  shown.update({ done: 0, total: 0, words: 'simplifying' });
  expect(written.at(-1)).toBe('get_seg_mesh · simplifying · 13 s');
});

test('it stays on one line', () => {
  const { shown, written, at } = line(30);
  at(2_000);
  shown.update({ done: 1, total: 2, words: 'x'.repeat(100) });
  expect(written[0]!.length).toBeLessThan(30);
});

test.each([
  [0.2, '1 s'],
  [59, '59 s'],
  [61, '1 min 1 s'],
  [3_700, '1 h 1 min'],
])('%d s is %s', (seconds, words) => {
  expect(durationText(seconds)).toBe(words);
});
