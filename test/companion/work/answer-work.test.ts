/** Answers as the wire has them, within the companion's limits. */
import { readLimits } from '../../../src/companion/limits/limits';
import { answerBytes, answerWork } from '../../../src/companion/work/answer-work';
import { fileTool, rowTool, type ToolContext, tableTool } from '../../../src/tools/declaration/declare';

const about = {
  name: 'x',
  family: 'calc',
  summary: '',
  details: '',
  params: [],
  returns: '',
  surfaces: [] as const,
};
const example = { formula: '', shows: '' };
const question = { server: 's', datastack: 'd', args: {} };
const limits = readLimits({ TT_MAX_CELLS: '4', TT_MAX_ANSWER_MB: '0.001' });
const ctx = {} as ToolContext;

test('a table, and one of too many cells', () => {
  const ofRows = (rows: number) =>
    tableTool({
      ...about,
      formula: 'X',
      example,
      outputs: 'data',
      cacheSeconds: 0,
      *answer() {
        return Array.from({ length: rows }, () => ['720575941609391725', 2]);
      },
    });
  expect(answerWork(ofRows(2), question, ctx, limits).next()).toEqual({
    done: true,
    value: {
      table: [
        ['720575941609391725', 2],
        ['720575941609391725', 2],
      ],
    },
  });
  expect(() => answerWork(ofRows(3), question, ctx, limits).next()).toThrow(
    'more than the companion’s limit of 4 cells',
  );
});

test('rows: each id has one, and needs ids', () => {
  const tool = rowTool({
    ...about,
    formula: 'X',
    example,
    params: [{ name: 'ids', kind: 'ids', description: '' }],
    outputs: [],
    idsPerStep: 10,
    *answer(ids) {
      return new Map(ids.map((id) => [id, { cells: [id], cacheSeconds: 0 }]));
    },
  });
  const ids = ['720575941609391725', '720575941609391726'];
  const { value } = answerWork(tool, { ...question, ids }, ctx, limits).next() as {
    value: { rows: { id: string }[] };
  };
  expect(value.rows.map(({ id }) => id)).toEqual(ids);
  expect(() => answerWork(tool, question, ctx, limits).next()).toThrow('needs ids');
});

test('files of more than the answer may hold', () => {
  const tool = fileTool({
    ...about,
    example: { command: '', shows: '' },
    outputs: 'data',
    *answer() {
      return { report: [], files: [{ path: 'a', contentType: 'b', bytes: new Uint8Array(900) }], link: '' };
    },
  });
  expect(() => answerWork(tool, question, ctx, limits).next()).toThrow('MB of one answer');
});

test('bytes of an answer, UTF-8, and too many of them', () => {
  expect(Buffer.from(answerBytes({ table: [['µ']] }, limits)).toString('utf8')).toBe('{"table":[["µ"]]}');
  expect(() => answerBytes({ table: [['x'.repeat(1000)]] }, limits)).toThrow('MB of one answer');
});
