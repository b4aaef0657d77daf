/** The four shells over one sandbox: runs the same question through formula, sidebar, command line and companion. */
import { setFormulas } from '../../src/addon/access/settings';
import { runFormula } from '../../src/addon/formulas/formulas';
import { runToolForm } from '../../src/addon/tools/tool-run';
import { main } from '../../src/cli/main';
import { terminalWords } from '../../src/cli/output/words';
import { answer } from '../../src/cli/run/answer';
import { readLimits } from '../../src/companion/limits/limits';
import { answerQuestion } from '../../src/companion/work/answer';
import { idsInCell, readCell } from '../../src/core/cells/id-cell';
import { asTtError, cellText } from '../../src/core/errors';
import { parseJson } from '../../src/core/json';
import type { Cell } from '../../src/core/table';
import { fetchDriver } from '../../src/http/drivers/fetch';
import type { HttpRequest } from '../../src/http/request';
import { readToolAnswer } from '../../src/tools/companion/read-answer';
import { packCell, type ToolAnswer, unpackRows, type WireCell } from '../../src/tools/companion/wire';
import { readArgs } from '../../src/tools/declaration/args';
import type { OutputCell } from '../../src/tools/declaration/declare';
import { toolByFormula } from '../../src/tools/registry';
import { hostOver } from '../addon/support';
import type { FakeHost } from './fake-host';
import { BANC, memory, ORIGIN, type TestEnvironment, testEnvironment } from './sandbox-driver';

export type ShownCell = string | number | boolean;
/** By parameter name; a cell as a sheet holds it, or rows of cells. */
export type Values = Record<string, Cell | Cell[][]>;

export let cave: TestEnvironment;
export let host: FakeHost;

/** For all tests of a file: they read it and change nothing in it. */
let sandbox: TestEnvironment | undefined;

/**
 * Before each test: the sandbox, a spreadsheet whose owner has switched formulas on, and a fetch function that calls the
 * sandbox.
 */
export function openShells(): void {
  sandbox ??= testEnvironment();
  cave = sandbox;
  cave.forget();
  host = hostOver(cave);
  setFormulas(host, true);
  jest.spyOn(Date, 'now').mockImplementation(cave.now);
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
}

export const shownCellOf = (cell: OutputCell): ShownCell => {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'object' ? cellText(cell) : cell;
};

/** Without the blanks at the end of a row, which a shell may add to fill its block. */
export const trimRows = (rows: readonly (readonly ShownCell[])[]): ShownCell[][] =>
  rows.map((row) =>
    row.slice(
      0,
      row.reduce((end: number, cell, i) => (cell === '' ? end : i + 1), 0),
    ),
  );

/** An error as a cell shows it. */
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

export function byFormula(formula: string, column: readonly unknown[] | null, values: Values): unknown {
  const result = runFormula(toolByFormula(formula)!, valuesOf(formula, column, values), host);
  if (!Array.isArray(result)) return String(result).startsWith('#TT') ? result : [[result]];
  return trimRows(result.map((row) => row.map(shownCellOf)));
}

/** Texts are typed into the form; for other values the form gets the address of the cells that hold them. */
export function bySidebar(formula: string, column: readonly unknown[] | null, values: Values): unknown {
  const form: Record<string, string> = {};
  Object.entries({ ...(column ? { ids: column.map((cell) => [cell as Cell]) } : {}), ...values }).forEach(
    ([name, value], i) => {
      const letter = 'ABCDEFGH'[i]!;
      form[name] = typeof value === 'string' ? value : `${letter}1:${letter}9`;
      if (typeof value !== 'string') host.ranges.set(form[name], Array.isArray(value) ? value : [[value]]);
    },
  );
  return orRefusal(() => trimRows(runToolForm(host, formula, form).cells));
}

/** What the command line says where a spreadsheet says this. */
export const inTerminal = (answer: unknown): unknown => {
  if (Array.isArray(answer)) return answer.map(inTerminal);
  return typeof answer === 'string' ? terminalWords(answer) : answer;
};

const asText = (value: Cell | Cell[][]): string =>
  Array.isArray(value) ? value.map((row) => row.join('\t')).join('\n') : String(value);

export async function byCommandLine(
  formula: string,
  column: readonly unknown[] | null,
  values: Values,
): Promise<unknown> {
  let out = '';
  let err = '';
  const driver = {
    send: async (requests: HttpRequest[]) => cave.driver.send(requests),
    sleep: async () => undefined,
  };
  const words = Object.entries(values).map(([name, value]) => `${name}=${asText(value)}`);
  await main([formula, ...(column === null ? [] : [`ids=${column.join('\n')}`]), ...words, '--json'], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: { CAVE_TOKEN: cave.sandbox.token, CAVE_SERVER: 'http://127.0.0.1' },
    // A user could not name the sandbox's server, because it has no https.
    answer: (question, reporter) => answer({ ...question, server: ORIGIN }, reporter, driver),
    stopped: Promise.resolve(),
  });
  if (err !== '') return `#TT ${err.trim()}`;
  return trimRows((JSON.parse(out) as (ShownCell | null)[][]).map((row) => row.map((cell) => cell ?? '')));
}

const pack = (value: Cell | Cell[][]): WireCell | WireCell[][] =>
  Array.isArray(value) ? value.map((row) => row.map(packCell)) : packCell(value);

export async function byCompanion(
  formula: string,
  column: readonly unknown[] | null,
  values: Values,
): Promise<ToolAnswer | string> {
  const question = {
    server: ORIGIN,
    datastack: BANC,
    args: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, pack(value)])),
    ...(column === null ? {} : { ids: column.map(String) }),
  };
  const driver = fetchDriver(globalThis as never, { decode: (bytes) => Buffer.from(bytes).toString('utf8') });
  try {
    const answer = await answerQuestion(toolByFormula(formula)!, question, {
      driver,
      kernels: {},
      memory: memory(),
      limits: readLimits({}),
      token: cave.sandbox.token,
      deadline: Number.POSITIVE_INFINITY,
      progress: () => undefined,
    });
    // The add-on reads the answer with the declaration only.
    const wire = parseJson(JSON.stringify(answer));
    const args = readArgs(toolByFormula(formula)!, valuesOf(formula, column, values));
    if (
      readToolAnswer(
        wire,
        toolByFormula(formula)!,
        args,
        column?.flatMap((cell) => idsInCell(readCell(cell))) ?? [],
      ) === null
    ) {
      throw new RangeError(`no answer that the add-on reads: ${JSON.stringify(answer).slice(0, 300)}`);
    }
    return answer;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return cellText(asTtError(error));
  }
}

/** The companion's answer is by id; puts it at the positions of the ids. */
export function inRows(answer: ToolAnswer | string, column: readonly string[]): unknown {
  if (typeof answer === 'string' || !('rows' in answer)) return answer;
  expect(answer.rows.map(({ id }) => id)).toEqual([...new Set(column)]);
  const rows = unpackRows(answer.rows);
  return trimRows(
    column.map((id) => {
      const row = rows.get(id as never)!;
      return 'cells' in row ? row.cells.map(shownCellOf) : [shownCellOf(row)];
    }),
  );
}

/** For the sidebar and the command line: the answer without its id column. */
export const withoutIds = (rows: unknown): unknown =>
  Array.isArray(rows) ? rows.map((row: unknown[]) => row.slice(1)) : rows;
