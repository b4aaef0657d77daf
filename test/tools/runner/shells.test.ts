/** The same question through formula, sidebar, command line and companion: the same rows, or the same refusal. */
import { setFormulas } from '../../../src/addon/access/settings';
import { runFormula } from '../../../src/addon/formulas/formulas';
import { runToolForm } from '../../../src/addon/tools/tool-run';
import { main } from '../../../src/cli/main';
import { readLimits } from '../../../src/companion/limits/limits';
import { answerQuestion } from '../../../src/companion/work/answer';
import { asTtError, cellText } from '../../../src/core/errors';
import { fetchDriver } from '../../../src/http/drivers/fetch';
import { type ToolAnswer, unpackCell, unpackRows } from '../../../src/tools/companion/wire';
import type { OutputCell } from '../../../src/tools/declaration/declare';
import { toolByFormula } from '../../../src/tools/registry';
import { hostOver } from '../../addon/support';
import type { FakeHost } from '../../support/fake-host';
import { BANC, memory, ORIGIN, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';

type Shown = string | number | boolean;
type Values = Record<string, string>;

let cave: TestEnvironment;
let host: FakeHost;
let ids: string[];
beforeEach(() => {
  cave = testEnvironment();
  host = hostOver(cave);
  setFormulas(host, true);
  const stale = '720575941473274509';
  ids = [...cave.sandbox.truth.sampleCurrent(2), stale];
  jest.spyOn(Date, 'now').mockImplementation(cave.now);
  // The command line has the platform's fetch: here it ends at the sandbox.
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const [reply] = cave.driver.send([
      {
        url: String(input),
        method: init?.method as 'GET',
        headers: init?.headers as Record<string, string>,
        ...(init?.body ? { body: init.body as string } : {}),
        idempotent: true,
        route: 'fetch',
      },
    ]);
    const headers = new Headers(reply!.headers);
    return new Response(Buffer.from(reply!.bytes()), { status: reply!.status, headers });
  });
});
afterEach(() => jest.restoreAllMocks());

const shown = (cell: OutputCell): Shown => {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'object' ? cellText(cell) : cell;
};

/** Without the blanks at a row's end, which a shell may add to fill its block. */
const trimmed = (rows: readonly (readonly Shown[])[]): Shown[][] =>
  rows.map((row) =>
    row.slice(
      0,
      row.reduce((end: number, cell, i) => (cell === '' ? end : i + 1), 0),
    ),
  );

/** A refusal as a cell shows it. */
const orRefusal = <T>(work: () => T): T | string => {
  try {
    return work();
  } catch (error) {
    return cellText(asTtError(error));
  }
};

const valuesOf = (formula: string, column: readonly unknown[] | null, values: Values): unknown[] =>
  toolByFormula(formula)!.params.map(({ name, kind }) =>
    kind === 'ids' ? column?.map((cell) => [cell]) : values[name],
  );

function byFormula(formula: string, column: readonly unknown[] | null, values: Values): unknown {
  const result = runFormula(toolByFormula(formula)!, valuesOf(formula, column, values), host);
  if (!Array.isArray(result)) return String(result).startsWith('#TT') ? result : [[result]];
  return trimmed(result.map((row) => row.map(shown)));
}

function bySidebar(formula: string, column: readonly unknown[] | null, values: Values): unknown {
  host.ranges.set(
    'A1:A9',
    (column ?? []).map((cell) => [cell as string]),
  );
  const form = column === null ? values : { ...values, ids: 'A1:A9' };
  return orRefusal(() => trimmed(runToolForm(host, formula, form).cells));
}

async function byCommandLine(
  formula: string,
  column: readonly unknown[] | null,
  values: Values,
): Promise<unknown> {
  let out = '';
  let err = '';
  const words = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  await main([formula, ...(column === null ? [] : [`ids=${column.join(',')}`]), ...words, '--json'], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: { CAVE_TOKEN: cave.sandbox.token, CAVE_SERVER: ORIGIN },
    stopped: Promise.resolve(),
  });
  if (err !== '') return `#TT ${err.trim()}`;
  return trimmed((JSON.parse(out) as (Shown | null)[][]).map((row) => row.map((cell) => cell ?? '')));
}

async function byCompanion(
  formula: string,
  column: readonly unknown[] | null,
  values: Values,
): Promise<ToolAnswer | string> {
  const question = {
    server: ORIGIN,
    datastack: BANC,
    args: values,
    ...(column === null ? {} : { ids: column.map(String) }),
  };
  const driver = fetchDriver(globalThis as never, { decode: (bytes) => Buffer.from(bytes).toString('utf8') });
  try {
    return await answerQuestion(toolByFormula(formula)!, question, {
      driver,
      kernels: {},
      memory: memory(),
      limits: readLimits({}),
      token: cave.sandbox.token,
      deadline: Number.POSITIVE_INFINITY,
      progress: () => undefined,
    });
  } catch (error) {
    return cellText(asTtError(error));
  }
}

/** The companion's answer, which is by id, put where the ids stand. */
function inRows(answer: ToolAnswer | string, column: readonly string[]): unknown {
  if (typeof answer === 'string' || !('rows' in answer)) return answer;
  expect(answer.rows.map(({ id }) => id)).toEqual([...new Set(column)]);
  const rows = unpackRows(answer.rows);
  return trimmed(
    column.map((id) => {
      const row = rows.get(id as never)!;
      return 'cells' in row ? row.cells.map(shown) : [shown(row)];
    }),
  );
}

/** Of the sidebar and the command line: the answer without its column of ids. */
const withoutIds = (rows: unknown): unknown =>
  Array.isArray(rows) ? rows.map((row: unknown[]) => row.slice(1)) : rows;

const ROW_TOOLS: [formula: string, values: Values][] = [
  ['TT_IS_CURRENT', {}],
  ['TT_CURRENT_ID', { include_ratio: 'TRUE' }],
  ['TT_CURRENT_ID', {}],
  ['TT_VOLUME', {}],
];

describe.each(ROW_TOOLS)('%s %j', (formula, values) => {
  test('ids, one of them twice, one unknown, one that is no segment', async () => {
    const supervoxel = '76492475061776745';
    const column = [ids[0]!, ids[2]!, ids[0]!, '720575940000000001', ids[1]!, supervoxel];
    const rows = byFormula(formula, column, values);
    expect(rows).toHaveLength(6);
    expect((rows as Shown[][])[2]).toEqual((rows as Shown[][])[0]);
    // From the cache.
    expect(byFormula(formula, column, values)).toEqual(rows);
    const inSidebar = bySidebar(formula, column, values);
    expect(withoutIds(inSidebar)).toEqual(rows);
    expect((inSidebar as Shown[][]).map(([id]) => id)).toEqual(column);
    expect(await byCommandLine(formula, column, values)).toEqual(inSidebar);
    expect(inRows(await byCompanion(formula, column, values), column)).toEqual(rows);
  });

  test('blanks and damaged cells keep their rows; the companion refuses them in the same words', async () => {
    const column = ['7.20576E+17', ids[0]!, '', 'abc', ids[0]!];
    const rows = byFormula(formula, column, values) as Shown[][];
    expect(rows.map(([cell = 'blank']) => String(cell).slice(0, 11))).toEqual([
      '#TT ROUNDED',
      expect.not.stringContaining('#TT'),
      'blank',
      '#TT ID: "ab',
      String(rows[1]![0]).slice(0, 11),
    ]);
    const inSidebar = bySidebar(formula, column, values) as Shown[][];
    expect(withoutIds(inSidebar)).toEqual(rows);
    expect(inSidebar.map(([id = '']) => id)).toEqual(column);
    // Its list of ids has no blank items.
    const listed = column.filter((cell) => cell !== '');
    expect(await byCommandLine(formula, listed, values)).toEqual(
      inSidebar.filter(({ length }) => length > 0),
    );
    expect(await byCompanion(formula, column, values)).toBe(rows[0]![0]);
    expect(await byCompanion(formula, ['abc', ids[0]!], values)).toBe(rows[3]![0]);
  });

  test('nothing but damaged cells: their reasons, and no request', async () => {
    const column = ['abc', '7.20576E+17'];
    const rows = byFormula(formula, column, values);
    const inSidebar = bySidebar(formula, column, values);
    expect(withoutIds(inSidebar)).toEqual(rows);
    expect(await byCommandLine(formula, column, values)).toEqual(inSidebar);
    expect(cave.sent).toEqual([]);
  });

  test('an unknown datastack is refused in the same words', async () => {
    const wrong = { ...values, datastack: 'nope' };
    const column = [ids[0]!];
    const refusal = '#TT NONE: CAVE has no datastack nope';
    // A formula's step fails its rows, and others may have been answered before it.
    expect([refusal, [[refusal]]]).toContainEqual(byFormula(formula, column, wrong));
    expect(bySidebar(formula, column, wrong)).toBe(refusal);
    expect(await byCommandLine(formula, column, wrong)).toBe(refusal);
  });
});

test.each<[string, Values]>([
  ['TT_CURRENT_ID', { include_ratio: 'perhaps' }],
  ['TT_CONVERT_COLONS', {}],
  ['TT_CONVERT_COLONS', { path: 'a:1', to_windows: 'x' }],
])('%s %j is refused in the same words', async (formula, values) => {
  const column = formula === 'TT_CURRENT_ID' ? ['720575941473274509'] : null;
  const refusal = byFormula(formula, column, values);
  expect(refusal).toMatch(/^#TT INPUT: /);
  expect(bySidebar(formula, column, values)).toBe(refusal);
  expect(await byCommandLine(formula, column, values)).toBe(refusal);
  expect(await byCompanion(formula, column, values)).toBe(refusal);
  expect(cave.sent).toEqual([]);
});

test.each<[string, Values]>([
  ['TT_CONVERT_COLONS', { path: 'x/1:2' }],
  ['TT_STACKS', {}],
  ['TT_STACK_INFO', { datastack: BANC }],
])('%s %j gives the same table', async (formula, values) => {
  const rows = byFormula(formula, null, values) as Shown[][];
  expect(rows[0]!.length).toBeGreaterThan(0);
  expect(bySidebar(formula, null, values)).toEqual(rows);
  expect(await byCommandLine(formula, null, values)).toEqual(rows);
  const answer = await byCompanion(formula, null, formula === 'TT_STACK_INFO' ? {} : values);
  const { table } = answer as Extract<ToolAnswer, { table: unknown }>;
  expect(trimmed(table.map((row) => row.map((cell) => shown(unpackCell(cell)))))).toEqual(rows);
});
