/** Runs one function of the catalogue: reads arguments from words, writes the answer as rows and files. */
import { homedir } from 'node:os';
import { TtError } from '../core/errors';
import { groupedNumber } from '../core/grouped-number';
import { readArgs } from '../tools/declaration/args';
import type { AnyTool } from '../tools/declaration/declare';
import { toolKey } from '../tools/registry';
import type { ToolOutput } from '../tools/runner/run-tool';
import { readArguments } from './arguments';
import { CAVE_SERVER, findToken, serverOf } from './credentials';
import { commandName } from './help/help';
import { type OptionValues, readWords } from './options';
import { Destination } from './output/destination';
import { ProgressLine } from './output/progress';
import { type Format, isFailedRow, rowFormat, tableOf, withoutNotes, writeRows } from './output/rows';
import { terminalCell } from './output/words';
import type { Question, Reporter } from './run/question';
import { openSandbox, type SandboxAccess } from './run/sandbox';
import { canRedraw, EXIT, printable, type Terminal } from './terminal';

/** Loaded where they are used. */
declare const require: {
  (name: './run/answer'): typeof import('./run/answer');
  (name: '../node/http-driver'): typeof import('../node/http-driver');
};

const DEFAULT_STACK = 'brain_and_nerve_cord';

export async function runFunction(
  tool: AnyTool,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const { options, positionals } = readWords(argv, 'function');
  const format = rowFormat(options, tool);
  const remark = (text: string) => {
    if (options.quiet !== true) terminal.err(`${printable(text)}\n`);
  };
  const values = await readArguments(tool, positionals.slice(1), {
    input: terminal.input ?? noInput,
    columns: options.column ?? [],
    remark,
  });
  readArgs(tool, values);
  const destination = destinationOf(tool, values, options);
  const question = await questionOf(tool, values, options, terminal);
  const output = await answerWithProgress(tool, question, options, terminal);
  return deliver(tool, output, { options, format, destination, remark, terminal });
}

const noInput = (): Uint8Array => {
  throw new TtError('INPUT', 'nothing is piped in');
};

/** Checks the destination before the work starts; null means the terminal. */
function destinationOf(tool: AnyTool, values: readonly unknown[], options: OptionValues): Destination | null {
  const force = options.force === true;
  const { out } = options;
  if (out === '') throw new TtError('INPUT', '--out: a file or a folder');
  if (tool.kind !== 'files') return out === undefined || out === '-' ? null : Destination.file(out, force);
  // If an argument is a path, the files go there.
  const isPlaced = tool.params.some(({ kind }, i) => kind === 'path' && (values[i] ?? '') !== '');
  if (out === undefined && isPlaced) return null;
  return Destination.files(out ?? `${tool.name}-files`, force);
}

async function questionOf(
  tool: AnyTool,
  values: unknown[],
  options: OptionValues,
  { env, home = homedir() }: Terminal,
): Promise<Question> {
  if (options.sandbox !== undefined && options.server !== undefined) {
    throw new TtError('INPUT', '--sandbox and --server name two servers: leave one out');
  }
  const sandbox = options.sandbox === undefined ? null : await sandboxAt(options.sandbox);
  const server = sandbox?.origin ?? serverOf(options.server || env.CAVE_SERVER || CAVE_SERVER);
  return {
    tool: toolKey(tool),
    values,
    server,
    datastack: options.datastack || env.CAVE_DATASTACK || DEFAULT_STACK,
    token: sandbox?.token ?? findToken(server, env, home),
    env,
    home,
    sandbox,
    isVerbose: options.verbose === true,
  };
}

/** In this thread. The program answers most questions in another, so what sends requests is not loaded in both. */
export async function answerHere(question: Question, reporter: Reporter): Promise<ToolOutput> {
  return await require('./run/answer').answer(question, reporter);
}

async function sandboxAt(address: string): Promise<SandboxAccess> {
  return await openSandbox(address, require('../node/http-driver').httpDriver());
}

/** Gets the answer; writes progress and requests to the error stream if the user wants them. */
async function answerWithProgress(
  tool: AnyTool,
  question: Question,
  options: OptionValues,
  terminal: Terminal,
): Promise<ToolOutput> {
  const isSeen = canRedraw(terminal) && options.quiet !== true;
  const write = (text: string) => terminal.err(text);
  const line = isSeen ? new ProgressLine(write, Date.now, terminal.columns ?? 80, commandName(tool)) : null;
  const timer = line ? setInterval(() => line.draw(), 250) : undefined;
  const reporter: Reporter = {
    progress: (progress) => line?.update(progress),
    remark: (text) => {
      if (options.quiet === true) return;
      line?.clear();
      terminal.err(`${printable(text)}\n`);
    },
    request: (text) => {
      line?.clear();
      terminal.err(`${printable(text)}\n`);
    },
  };
  const began = Date.now();
  try {
    const output = await (terminal.answer ?? answerHere)(question, reporter);
    if (options.verbose === true) terminal.err(`answered in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
    return output;
  } catch (error) {
    throw withPlace(error, question, tool);
  } finally {
    clearInterval(timer);
    line?.clear();
  }
}

/**
 * Adds the failing server to an error, and where tokens are kept: the original text names the spreadsheet's settings.
 */
function withPlace(error: unknown, { token, server, sandbox }: Question, { family }: AnyTool): unknown {
  // Functions for buckets send no requests to CAVE.
  if (!(error instanceof TtError) || family === 'bucket') return error;
  if (error.code === 'DOWN' || error.code === 'TIMEOUT') {
    return new TtError(error.code, `${error.message} (CAVE is asked at ${server})`, { link: error.link });
  }
  if (error.code !== 'TOKEN' || sandbox !== null) return error;
  const where = `CAVE_TOKEN, or ~/.cloudvolume/secrets/${new URL(server).host}-cave-secret.json`;
  const what =
    token === ''
      ? `there is no CAVE token for ${server}: set ${where}`
      : `${server} does not know the token of ${where}`;
  return new TtError('TOKEN', what, { link: error.link });
}

interface Delivery {
  options: OptionValues;
  format: Format;
  destination: Destination | null;
  remark: (text: string) => void;
  terminal: Terminal;
}

/**
 * Writes the files first, because the rows report what was written. Notes go to the error stream, not into the table.
 * Returns the exit code.
 */
function deliver(tool: AnyTool, output: ToolOutput, to: Delivery): number {
  const { options, format, destination, remark, terminal } = to;
  const [notes, rows] = withoutNotes(output.rows.map((row) => row.map(terminalCell)));
  const table = tableOf(tool, { ...output, rows });
  for (const note of notes) remark(note);
  const text = writeRows(table, format, headersWanted(options, table.hasOwnHeaders));
  if (tool.kind === 'files') {
    if (output.files.length > 0) {
      const place = destination ?? Destination.files(`${tool.name}-files`, options.force === true);
      remark(place.writeFiles(output.files));
    }
    terminal.out(text);
  } else if (destination === null) terminal.out(text);
  else {
    destination.writeText(text);
    const count = table.rows.length;
    remark(`${groupedNumber(count)} ${count === 1 ? 'row' : 'rows'}: ${destination.display}`);
  }
  const bad = table.rows.filter(isFailedRow).length;
  if (bad > 0 && terminal.looksAt?.err) remark(`${bad} of ${table.rows.length} rows failed`);
  return bad > 0 ? EXIT.someFailed : EXIT.done;
}

const headersWanted = (options: OptionValues, hasOwnHeaders: boolean): boolean =>
  options.headers === true || (hasOwnHeaders && options['no-headers'] !== true);
