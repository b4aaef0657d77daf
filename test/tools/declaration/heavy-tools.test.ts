/** Heavy tools hand their work to the shell's runner, and say what is missing where there is none. */
import type { Work } from '../../../src/http/work';
import type { HeavyRunner, ToolContext } from '../../../src/tools/declaration/declare';
import { heavyFiles, heavyRows, heavyTable } from '../../../src/tools/declaration/heavy-tools';

const BASE = {
  family: 'get',
  summary: '',
  details: '',
  params: [],
  returns: '',
  outputs: [{ name: 'volume', description: '', format: 'text' }],
} as const;
const rows = heavyRows({
  ...BASE,
  name: 'rows_tool',
  formula: 'TT_ROWS',
  surfaces: ['formula'],
  example: { formula: '', shows: '' },
  idsPerStep: 5,
} as never);
const table = heavyTable({
  ...BASE,
  name: 'table_tool',
  formula: 'TT_TABLE',
  surfaces: ['formula'],
  example: { formula: '', shows: '' },
  cacheSeconds: 0,
  heavy: 'long',
} as never);
const files = heavyFiles({
  ...BASE,
  name: 'files_tool',
  surfaces: ['commandLine'],
  example: { command: '', shows: '' },
} as never);

const finish = <T>(work: Work<T>): T => {
  const step = work.next();
  if (!step.done) throw new Error('it sent requests');
  return step.value;
};

test('kind, columns and length of work have their defaults', () => {
  expect([rows.kind, table.kind, files.kind]).toEqual(['rows', 'table', 'files']);
  expect([rows.heavy, table.heavy, files.heavy]).toEqual(['short', 'long', 'short']);
  expect(rows.columns({})).toEqual(['volume']);
  expect(files.formula).toBe('');
});

test('the runner gets the whole tool, the ids and the arguments', () => {
  const calls: unknown[] = [];
  const record = (kind: string, answer: unknown) =>
    function* (...args: unknown[]): Work<never> {
      calls.push([kind, ...args]);
      return answer as never;
    };
  const heavyRunner: HeavyRunner = {
    rows: record('rows', new Map()),
    table: record('table', [['x']]),
    files: record('files', { report: [], files: [], link: '' }),
  };
  const ctx = { heavyRunner } as ToolContext;
  expect(finish(rows.answer(['1' as never], { a: 1 }, ctx))).toEqual(new Map());
  expect(finish(table.answer({ b: 2 }, ctx))).toEqual([['x']]);
  expect(finish(files.answer({ c: 3 }, ctx)).link).toBe('');
  expect(calls).toEqual([
    ['rows', rows, ['1'], { a: 1 }, ctx],
    ['table', table, { b: 2 }, ctx],
    ['files', files, { c: 3 }, ctx],
  ]);
});

test.each([
  ['TT_ROWS', () => rows.answer([], {}, {} as ToolContext)],
  ['TT_TABLE', () => table.answer({}, {} as ToolContext)],
  ['files_tool', () => files.answer({}, {} as ToolContext)],
])('without a runner, %s names the companion and where to set it', (name, act) => {
  expect(act).toThrow(
    expect.objectContaining({
      code: 'COMPANION',
      message: `${name} needs the companion service. Set its address in Tracer Tools › Settings`,
    }) as Error,
  );
});
