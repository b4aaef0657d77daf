/** Questions as a tool takes them: sizes, cells, ranges, ids. */
import { readLimits } from '../../../src/companion/limits/limits';
import { checkSizes, readQuestion } from '../../../src/companion/work/question';
import type { ToolRequest } from '../../../src/tools/companion/wire';
import { findTool } from '../../../src/tools/registry';

const question = (args: ToolRequest['args'], ids?: string[]): ToolRequest => ({
  server: 's',
  datastack: 'd',
  args,
  ...(ids ? { ids } : {}),
});
const rows = findTool('companion', 'check_seg_freshness')!;
const contributions = findTool('companion', 'count_user_sv_contribution')!;

test('too many ids, too long a range', () => {
  const limits = { ...readLimits({}), ids: 2, points: 3 };
  checkSizes(question({ a: [[1], [2], [3]] }, ['1', '2']), limits);
  expect(() => checkSizes(question({}, ['1', '2', '3']), limits)).toThrow(
    '3 are more than the companion’s limit of 2 ids',
  );
  expect(() => checkSizes(question({ a: [[1], [2], [3], [4]] }), limits)).toThrow(
    '4 are more than the companion’s limit of 3 rows',
  );
});

test('ids are text, each once; a rounded or blank one is refused', () => {
  const { ids } = readQuestion(
    rows,
    question({}, ['720575941473274509', '720575941473274509', '720575941703820762']),
  );
  expect(ids).toEqual(['720575941473274509', '720575941703820762']);
  expect(() => readQuestion(rows, question({}))).toThrow('needs ids');
  expect(() => readQuestion(rows, question({}, ['']))).toThrow('an id is blank');
  expect(() => readQuestion(rows, question({}, ['7.20576E+17']))).toThrow();
});

test('arguments: unknown ones, errors, halves of characters, dates that are none, ragged ranges', () => {
  const readWith = (args: ToolRequest['args']) => () => readQuestion(contributions, question(args));
  const [{ name }] = contributions.params as unknown as [{ name: string }];
  expect(readWith({ nothing: 1 })).toThrow('has no argument "nothing"');
  expect(readWith({ [name]: { error: { code: 'ID', message: 'no id' } } })).toThrow(
    `${name} holds an error: no id`,
  );
  expect(readWith({ [name]: 'a\ud800' })).toThrow('half a character');
  expect(readWith({ [name]: { date: Number.NaN } })).toThrow('holds no date');
  expect(readWith({ [name]: [[1, 2], [3]] })).toThrow('differ in length');
});
