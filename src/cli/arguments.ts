/** Reads the arguments of a function, given in order or by name, and the files that they name. */
import { idTexts } from '../core/cells/id-list';
import { TtError } from '../core/errors';
import { didYouMean } from '../node/nearest';
import type { AnyTool, Param } from '../tools/declaration/declare';
import { commandName } from './help/help';
import { selectIds, selectPoints, selectRows, type Wish } from './input/columns';
import { hasName, type InputSource, isIdParam, readInputSource, shownName, sourceOf } from './input/source';
import { readTextTable } from './input/table';
import { fileText } from './input/text-file';
import { refuseUnclearNumbers } from './input/thousands';

/** Most bytes of a file or of what is piped in; the limit of the mesh readers. */
export const MOST_INPUT_BYTES = 256e6;

const NAMED = /^([A-Za-z][A-Za-z0-9_-]*)=(.*)$/s;

export interface ArgumentReader {
  /** The content of standard input. */
  input: () => Uint8Array | Promise<Uint8Array>;
  /** Values of --column: `NAME` or `ARGUMENT=NAME`. */
  columns: readonly string[];
  /** Called with the name of the column that was read. */
  remark: (text: string) => void;
}

/**
 * Values in the order of the tool's parameters; undefined for missing ones. Checks all words, and throws INPUT, before
 * it reads any file.
 */
export async function readArguments(
  tool: AnyTool,
  words: readonly string[],
  reader: ArgumentReader,
): Promise<unknown[]> {
  const argumentWords = assign(tool, words);
  const columns = columnsOf(tool, reader.columns);
  const sources: (InputSource | undefined)[] = [];
  for (const [i, param] of tool.params.entries()) {
    const word = argumentWords[i];
    sources.push(word === undefined ? undefined : await sourceOf(param, word));
  }
  if (sources.filter((source) => source?.kind === 'input').length > 1) {
    throw new TtError('INPUT', 'two arguments are "-": what is piped in can be read once');
  }
  const values: unknown[] = [];
  for (const [i, param] of tool.params.entries()) {
    const source = sources[i];
    if (source === undefined) values.push(undefined);
    else if (source.kind === 'word') values.push(wordValue(param, argumentWords[i]!));
    else values.push(await contentOf(param, source, columns.get(param.name) ?? [], reader));
    refuseUnclearNumbers(param, values[i]);
  }
  return values;
}

/** The word for each parameter. */
function assign(tool: AnyTool, words: readonly string[]): (string | undefined)[] {
  const names = tool.params.map(({ name }) => name);
  const argumentWords: (string | undefined)[] = names.map(() => undefined);
  const rest: string[] = [];
  for (const word of words) {
    const match = NAMED.exec(word);
    const at = match ? names.indexOf(match[1]!) : -1;
    if (at < 0) rest.push(word);
    else if (argumentWords[at] !== undefined) throw new TtError('INPUT', `${names[at]} is given twice`);
    else argumentWords[at] = match![2];
  }
  let next = 0;
  for (const word of rest) {
    while (next < names.length && argumentWords[next] !== undefined) next++;
    checkName(tool, word, tool.params[next]);
    if (next === names.length) {
      const takes = names.length === 0 ? 'no arguments' : `${names.length} at most: ${names.join(', ')}`;
      throw new TtError(
        'INPUT',
        `"${word.slice(0, 60)}" is one argument too many: ${commandName(tool)} takes ${takes}`,
      );
    }
    argumentWords[next] = word;
  }
  return argumentWords;
}

/** Throws for `name=…` with an unknown name, unless it may be the text of the next argument. */
function checkName(tool: AnyTool, word: string, param: Param | undefined): void {
  const name = NAMED.exec(word)?.[1];
  if (name === undefined) return;
  const names = tool.params.map((one) => one.name);
  const near = didYouMean(name, names);
  if (near === '' && (param?.kind === 'text' || param?.kind === 'range')) return;
  const list = names.length === 0 ? 'it takes none' : `there are ${names.join(', ')}`;
  throw new TtError('INPUT', `${tool.name} has no argument ${name}${near === '' ? `: ${list}` : near}`);
}

/** Columns by parameter. A name without a parameter applies to the only table among the arguments. */
function columnsOf(tool: AnyTool, wishes: readonly string[]): Map<string, string[]> {
  const columns = new Map<string, string[]>();
  const names = tool.params.map(({ name }) => name);
  for (const wish of wishes) {
    const match = /^([a-z_]+)=(.*)$/s.exec(wish);
    const owners = match && names.includes(match[1]!) ? [match[1]!] : names;
    const list = (owners.length === 1 && match ? match[2]! : wish).split(',').map((name) => name.trim());
    for (const owner of owners) {
      if (match || !columns.has(owner)) columns.set(owner, list);
    }
  }
  return columns;
}

/** The value of a word on the command line: lines and lists become rows. */
function wordValue(param: Param, word: string): unknown {
  if (param.kind === 'ids') return idTexts(word, param.name).map((id) => [id]);
  if (param.kind === 'points' || param.kind === 'range') return cells(word.split(/\r?\n/));
  return word;
}

const cells = (lines: readonly string[]): string[][] =>
  lines.filter((line) => line.trim() !== '').map((line) => [line]);

async function contentOf(
  param: Param,
  source: Exclude<InputSource, { kind: 'word' }>,
  columns: readonly string[],
  reader: ArgumentReader,
): Promise<unknown> {
  const what = shownName(source);
  const bytes =
    source.kind === 'file' ? await readInputSource(source.path, MOST_INPUT_BYTES) : await reader.input();
  if (bytes.length === 0) throw new TtError('INPUT', `${param.name}: ${what} is empty`);
  if (param.file === 'bytes') {
    const name = hasName(source) ? `;name=${encodeURIComponent(what)}` : '';
    return `base64:${Buffer.from(bytes).toString('base64')}${name}`;
  }
  const text = fileText(bytes, what);
  const wish: Wish = { columns, supervoxels: /supervoxel/.test(param.name), what };
  if (isIdParam(param) || param.kind === 'points' || param.kind === 'range') {
    const select = isIdParam(param) ? selectIds : param.kind === 'points' ? selectPoints : selectRows;
    const isTable = param.kind !== 'range' || isIdParam(param) || columns.length > 0 || isTableName(source);
    const { rows, remark } = isTable
      ? select(readTextTable(text, what), wish)
      : { rows: cells(text.split(/\r\n|\r|\n/)), remark: '' };
    if (rows.length === 0) throw new TtError('INPUT', `${param.name}: there is nothing in ${what}`);
    if (remark !== '') reader.remark(remark);
    return rows;
  }
  // The newline at the end of a file with one word is not part of the word.
  return param.file === true ? text : text.trim();
}

const isTableName = (source: InputSource): boolean =>
  source.kind === 'file' && /\.(csv|tsv|json|jsonl|ndjson)(\.gz)?$/i.test(source.path);
