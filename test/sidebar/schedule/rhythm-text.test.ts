/** A schedule in words: how often it runs, and when Google starts it. */
import { rhythmText, triggerText } from '../../../sidebar/schedule/rhythm-text';
import type { RhythmView } from '../../../src/addon/interfaces/api';

test.each<[RhythmView, string]>([
  [{ kind: 'hours', hours: 1 }, 'Every hour'],
  [{ kind: 'hours', hours: 6 }, 'Every 6 hours'],
  [{ kind: 'hours', hours: 24 }, 'Every day'],
  [{ kind: 'hours', hours: 168 }, 'Every 7 days'],
  [{ kind: 'days', hour: 2, days: [1, 2, 3, 4, 5] }, 'Monday to Friday about 02:00'],
  [{ kind: 'days', hour: 23, days: [0, 1, 2, 3, 4, 5, 6] }, 'Every day about 23:00'],
  [{ kind: 'days', hour: 0, days: [0, 6] }, 'Saturday, Sunday about 00:00'],
  [{ kind: 'days', hour: 5, days: [5, 1, 3] }, 'Monday, Wednesday, Friday about 05:00'],
  [{ kind: 'days', hour: 5, days: [0, 6, 5] }, 'Friday to Sunday about 05:00'],
])('%j reads "%s"', (rhythm, text) => {
  expect(rhythmText(rhythm)).toBe(text);
});

test('what Google’s hourly trigger makes of it, over midnight too', () => {
  expect(triggerText({ kind: 'hours', hours: 6 }, 'Etc/UTC')).toBe(
    'Google looks once an hour, at a minute of its own.',
  );
  expect(triggerText({ kind: 'days', hour: 23, days: [1] }, 'Europe/Vienna')).toBe(
    'Google starts it at a minute of its own between 23:00 and 00:00, Europe/Vienna.',
  );
});
