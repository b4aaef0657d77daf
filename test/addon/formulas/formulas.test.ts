/** The formula face: shapes, codes in cells, cache first, step by step while there is time. */

import { invalidateAnswers, saveToken, setFormulas } from '../../../src/addon/access/settings';
import { runFormula } from '../../../src/addon/formulas/formulas';
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import {
  type FormulaTool,
  type OutputCell,
  type RowAnswer,
  type RowTool,
  rowTool,
  tableTool,
} from '../../../src/tools/declaration/declare';
import { type FakeHost, fakeHost } from '../../support/fake-host';
import { DECLARED, IDS } from '../support';

const text = (name: string) => ({ name, kind: 'text', description: name, optional: true }) as const;

interface Spy {
  asked: string[][];
}

/** A tool that answers `of(id)` for each id. */
function rows(of: (id: Id) => RowAnswer | TtError, more: Partial<RowTool> = {}): RowTool & Spy {
  const requests: string[][] = [];
  const tool = rowTool({
    ...DECLARED,
    params: [IDS, text('a'), text('b')],
    columns: () => ['one'],
    idsPerStep: 1000,
    *answer(ids) {
      requests.push(ids);
      return new Map(ids.map((id) => [id, of(id)]));
    },
    ...more,
  });
  return { ...tool, asked: requests };
}

const echo = (keep = 60) => rows((id) => ({ cells: [`<${id}>`], cacheSeconds: keep }));
const table = (answer: OutputCell[][], keep = 60) => {
  const calls: unknown[] = [];
  const tool = tableTool({
    ...DECLARED,
    params: [text('a'), text('b')],
    cacheSeconds: keep,
    *answer(args) {
      calls.push(args);
      return answer;
    },
  });
  return { ...tool, asked: calls };
};
/** A spreadsheet whose owner has a token and has switched formulas on. */
function ready(options: Parameters<typeof fakeHost>[0] = {}): FakeHost {
  const host = fakeHost(options);
  saveToken(host, '0123456789abcdef0123456789abcdef');
  setFormulas(host, true);
  return host;
}
const run = (tool: FormulaTool, values: unknown[], host: FakeHost = ready()) =>
  runFormula(tool, values, host);

describe('rows', () => {
  test.each<[string, unknown, unknown]>([
    ['a cell', '11', '<11>'],
    ['a blank cell', '', ''],
    ['a column', [['11'], [''], ['12'], ['']], [['<11>'], [''], ['<12>']]],
    ['a column of blanks', [[''], ['']], ''],
    ['a row', [['11', '', '12']], [['<11>', '', '<12>']]],
    [
      'a block',
      [
        ['11', '12'],
        ['', '11'],
      ],
      [
        ['<11>', '<12>'],
        ['', '<11>'],
      ],
    ],
  ])('%s in, the same shape out', (_words, cells, shown) => {
    expect(run(echo(), [cells])).toEqual(shown);
  });

  test('each id is asked once, a damaged one never', () => {
    const tool = echo();
    expect(run(tool, [[['11'], ['11'], [2 ** 60], ['x']]])).toEqual([
      ['<11>'],
      ['<11>'],
      [expect.stringMatching(/^#TT ROUNDED: /)],
      ['#TT ID: "x" is not a segment id'],
    ]);
    expect(tool.asked).toEqual([['11']]);
  });

  test('a column for remarks is there where a row has one, also beside a block', () => {
    const remarkOf = (has: boolean) =>
      rows((id) => ({ cells: has ? [`<${id}>`, 'bent'] : [`<${id}>`], cacheSeconds: 60 }), {
        outputs: [
          { name: 'one', format: 'text' },
          { name: 'remarks', format: 'text', onlyFilled: true },
        ],
        columns: () => ['one', 'remarks'],
      });
    expect(run(remarkOf(false), [[['11'], ['12']]])).toEqual([['<11>'], ['<12>']]);
    expect(run(remarkOf(false), ['11'])).toBe('<11>');
    expect(run(remarkOf(true), [[['11'], ['x']]])).toEqual([
      ['<11>', 'bent'],
      ['#TT ID: "x" is not a segment id', ''],
    ]);
    expect(
      run(remarkOf(true), [
        [
          ['11', '12'],
          ['', '13'],
        ],
      ]),
    ).toEqual([
      ['<11>', '<12>', 'bent'],
      ['', '<13>', ''],
    ]);
  });

  test('several columns out: rows are padded, a block is refused', () => {
    const tool = rows(
      (id) => (id === '12' ? new TtError('UNKNOWN', 'none') : { cells: [1, null], cacheSeconds: 0 }),
      { columns: () => ['one', 'two'] },
    );
    expect(run(tool, [[['11'], ['12']]])).toEqual([
      [1, ''],
      ['#TT UNKNOWN: none', ''],
    ]);
    expect(run(tool, [[['11', '12']]])).toEqual([['#TT INPUT: ids: one column of ids', expect.anything()]]);
  });

  test('a wrong argument is said once, blank rows below left out', () => {
    expect(run(echo(), [[['11'], ['']], 'a', 'b', 'extra'])).toEqual(
      '#TT INPUT: TT_X takes 3 arguments at most',
    );
  });

  test('kept answers are not asked again, until formulas are refreshed', () => {
    const host = ready();
    const tool = echo();
    run(tool, [[['11'], ['12']]], host);
    expect(run(tool, [[['12'], ['13']]], host)).toEqual([['<12>'], ['<13>']]);
    expect(tool.asked).toEqual([['11', '12'], ['13']]);
    invalidateAnswers(host);
    run(tool, ['11'], host);
    expect(tool.asked).toHaveLength(3);
    // One read and one write of the cache a run.
    expect([host.counts.of('cache.getAll'), host.counts.of('cache.putAll')]).toEqual([3, 3]);
  });

  test('errors and what must not be kept are asked again', () => {
    const host = ready();
    const tool = rows((id) => (id === '11' ? new TtError('DOWN', 'x') : { cells: [1], cacheSeconds: 0 }));
    run(tool, [[['11'], ['12']]], host);
    run(tool, [[['11'], ['12']]], host);
    expect(tool.asked).toHaveLength(2);
    expect(host.counts.of('cache.putAll')).toBe(0);
  });

  test('other arguments are another answer', () => {
    const host = ready();
    const tool = echo();
    for (const args of [[], ['a'], ['a|', 'b'], ['a', '|b'], ['', 'a']]) run(tool, ['11', ...args], host);
    expect(tool.asked).toHaveLength(5);
    run(tool, ['11', 'a', '|b'], host);
    expect(tool.asked).toHaveLength(5);
  });

  test('time runs out: what is done is shown and kept, the rest goes on at the next run', () => {
    const host = ready();
    const tool = rows(
      (id) => {
        host.advance(7000);
        return { cells: [`<${id}>`], cacheSeconds: 60 };
      },
      { idsPerStep: 1 },
    );
    const ids = [['1'], ['2'], ['3'], ['4']];
    expect(run(tool, [ids], host)).toEqual([
      ['<1>'],
      ['<2>'],
      ['<3>'],
      ['#TT PENDING: 3 of 4 done. Refresh to go on'],
    ]);
    expect(run(tool, [ids], host)).toEqual([['<1>'], ['<2>'], ['<3>'], ['<4>']]);
    expect(tool.asked).toHaveLength(4);
  });

  test('a long column: rows that fail at each turn do not keep the others from their answers', () => {
    const host = ready();
    const ids = Array.from({ length: 120 }, (_, i) => String(i + 1));
    const tool = rows(
      (id) => {
        host.advance(500);
        if (Number(id) % 2 === 0) return { cells: [`<${id}>`], cacheSeconds: 60 };
        return Number(id) % 3 === 0 ? new TtError('UNKNOWN', 'x') : new TtError('DOWN', 'x');
      },
      { idsPerStep: 5 },
    );
    const open = [1, 2, 3, 4, 5].map(() => {
      const cells = run(tool, [ids.map((id) => [id])], host) as string[][];
      host.advance(120_000);
      return cells.filter(([cell]) => cell!.includes('PENDING')).length;
    });
    expect(open.slice(0, 3)).toEqual([...open.slice(0, 3)].sort((a, b) => b - a));
    expect(open[0]).toBeGreaterThan(open[1]!);
    expect(open).toContain(0);
    const asked = tool.asked.slice(0, 24).flat();
    expect(new Set(asked).size).toBe(ids.length);
  });

  test('a step that fails fails its rows alone; a foreign error tells its type alone', () => {
    const tool = rows(
      (id) => {
        if (id === '2') throw new RangeError('secret');
        return { cells: [id], cacheSeconds: 0 };
      },
      { idsPerStep: 1 },
    );
    const host = ready();
    // Steps grow when they are quick: six seconds each keep them at one.
    const slow = {
      ...tool,
      answer: (...all: Parameters<RowTool['answer']>) => {
        host.advance(6000);
        return tool.answer(...all);
      },
    };
    expect(run(slow, [[['1'], ['2'], ['3']]], host)).toEqual([
      ['1'],
      [expect.stringMatching(/^#TT FAULT: something broke \(RangeError\)/)],
      ['3'],
    ]);
  });

  test('an id that the tool leaves out is a fault, not a blank', () => {
    const tool = {
      ...echo(),
      *answer() {
        return new Map<Id, RowAnswer>();
      },
    };
    expect(run(tool, ['11'])).toBe('#TT FAULT: x gave no answer for 11');
  });

  test('what confirms a refusal is asked once for all steps, and anew at the next run', () => {
    const asks: string[] = [];
    const host = ready({
      answer: ({ url }) => {
        asks.push(url);
        host.advance(6000);
        return {
          status: url === 'c' ? 200 : 401,
          headers: {},
          text: () => '',
          bytes: () => new Uint8Array(0),
        };
      },
    });
    const request = { method: 'GET', idempotent: true, route: 'x' } as const;
    const tool: RowTool = {
      ...rows(() => new TtError('NONE', ''), { idsPerStep: 1 }),
      *answer([id]) {
        const [reply] = yield [{ ...request, url: id!, confirm: () => ({ ...request, url: 'c' }) }];
        return new Map([[id!, new TtError('BUSY', `confirmed by ${reply!.confirmation?.status}`)]]);
      },
    };
    expect(run(tool, [[['1'], ['2']]], host)).toEqual([
      ['#TT BUSY: confirmed by 200'],
      ['#TT BUSY: confirmed by 200'],
    ]);
    expect(asks).toEqual(['1', 'c', '2']);
    run(tool, ['1'], host);
    expect(asks).toEqual(['1', 'c', '2', '1', 'c']);
  });
});

describe('tables', () => {
  test.each<[string, OutputCell[][], unknown]>([
    ['one cell', [['x']], 'x'],
    ['nothing', [], ''],
    ['one row', [['x', null]], [['x', '']]],
    [
      'ragged rows',
      [['x', 1], [true]],
      [
        ['x', 1],
        [true, ''],
      ],
    ],
    ['an error in a cell', [[new TtError('NONE', 'n'), 1]], [['#TT NONE: n', 1]]],
    [
      'a text that no cell holds',
      [['x'.repeat(50_001)]],
      expect.stringMatching(/^#TT BIG: 50,001 characters/),
    ],
  ])('%s', (_words, answer, shown) => {
    expect(run(table(answer), [])).toEqual(shown);
  });

  test('kept by arguments; not kept where they hold a date or an error, or are not to be', () => {
    const question = (answer: OutputCell[][], keep?: number) => {
      const host = ready();
      const tool = table(answer, keep);
      for (const args of [
        ['a|', 'b'],
        ['a', '|b'],
        ['a', '|b'],
      ])
        run(tool, args, host);
      return tool.asked.length;
    };
    expect(question([['x']])).toBe(2);
    expect(question([[new Date(0)]])).toBe(3);
    expect(question([[new TtError('BUSY', 'x')]])).toBe(3);
    expect(question([['x']], 0)).toBe(3);
    expect(question([['x'.repeat(100_000)]])).toBe(3);
  });

  test('an empty table is kept too', () => {
    const host = ready();
    const tool = table([]);
    expect([run(tool, [], host), run(tool, [], host)]).toEqual(['', '']);
    expect(tool.asked).toHaveLength(1);
  });
});

describe('answers that begin with the id', () => {
  const [A, B] = ['720575941473274509', '720575941524660200'];
  const HEADERS = {
    name: 'headers',
    kind: 'boolean',
    description: '',
    optional: true,
    defaultValue: false,
  } as const;
  const details = () =>
    rows(
      (id) =>
        id === B
          ? new TtError('UNKNOWN', 'no such segment')
          : { cells: [id, 'current', 5], cacheSeconds: 60 },
      {
        params: [IDS, HEADERS],
        outputs: [
          { name: 'input_id', format: 'id' },
          { name: 'current_id', format: 'id' },
          { name: 'n', format: 'text' },
        ],
        columns: () => ['input_id', 'current_id', 'n'],
      },
    );
  const WANTED = [
    [A, 'current', 5],
    [B, '#TT UNKNOWN: no such segment', ''],
    ['abc', '#TT ID: "abc" is not a segment id', ''],
    ['', '', ''],
    ['7.2E+17', expect.stringMatching(/^#TT ROUNDED/), ''],
  ];
  const column = [[A], [B], ['abc'], ['none'], ['7.2E+17']];

  test('a row that fails keeps its id', () => {
    const host = ready();
    expect(runFormula(details(), [column], host)).toEqual(WANTED);
    setFormulas(host, false);
    expect(runFormula(details(), [[[A], ['']]], host)).toEqual([[A, expect.stringMatching(/^#TT OFF/)]]);
  });

  test('the names of the columns on top, where they are asked for', () => {
    expect(runFormula(details(), [column, true], ready())).toEqual([
      ['input_id', 'current_id', 'n'],
      ...WANTED,
    ]);
    expect(runFormula(details(), [A, 'TRUE'], ready())).toEqual([['input_id', 'current_id', 'n'], WANTED[0]]);
  });
});
