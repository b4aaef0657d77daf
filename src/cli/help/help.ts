/** The help of the command line and of each function, made from the declarations. */
import type { AnyTool, Param } from '../../tools/declaration/declare';
import { FAMILY_TITLES } from '../../tools/declaration/families';
import type { Output } from '../../tools/declaration/outputs';
import type { ServerTool } from '../../tools/declaration/sheet-tools';
import { toolKey, toolsOn } from '../../tools/registry';
import { isIdParam } from '../input/source';
import { OPTION_WORDS, OPTIONS_OF, type OptionName } from '../options';
import { exampleCommand } from './example';

type Tool = AnyTool | ServerTool;

const USAGE = `tracertools FUNCTION [ARGUMENT | name=ARGUMENT ...] [OPTION ...]
tracertools FUNCTION --help      what it takes and gives, with an example
tracertools help [FUNCTION]
tracertools completion [bash|zsh|fish] [--install]
`;

const WORDS = `Arguments stand in their order, or by name: name=ARGUMENT. Ids and points may be a file's name, a pipe <(…), or - for
what is piped in; for any argument @FILE stands for what the file holds. Files are text (UTF-8 or UTF-16; lists, CSV, TSV,
JSON); the column of a table is found by what it holds, or named by --column.

The CAVE token comes from CAVE_TOKEN, or from the file that the Python client keeps. Buckets are written with the keys that
cloud-files keeps, with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY on s3://, and with CLOUDSDK_AUTH_ACCESS_TOKEN on gs://.

Exit codes: 0 all rows have answers, 1 some rows failed, 2 the command has to be changed, 3 it could not run, 130 ended by
Ctrl-C or SIGTERM.
`;

export function mainHelp(columns: number): string {
  const lines: string[] = [USAGE, '\n'];
  const tools = toolsOn('commandLine');
  const families = [...new Set([...Object.keys(FAMILY_TITLES), ...tools.map(({ family }) => family)])];
  for (const family of families) {
    const members = tools.filter((tool) => tool.family === family);
    if (members.length === 0) continue;
    lines.push(`${FAMILY_TITLES[family] ?? family}\n`);
    lines.push(
      `${entries(
        members.map((tool) => [commandName(tool), tool.summary]),
        columns,
      )}\n`,
    );
  }
  const options = Object.keys(OPTION_WORDS) as OptionName[];
  return `${lines.join('')}Options\n${optionLines(options, columns)}\n${WORDS}`;
}

const HEADINGS = new Set([...Object.values(FAMILY_TITLES), 'Arguments', 'Example', 'Options']);

/** The help with its headings marked. */
export const withHeadings = (help: string, mark: (heading: string) => string): string =>
  help
    .split('\n')
    .map((line) => (HEADINGS.has(line) ? mark(line) : line))
    .join('\n');

export function functionHelp(tool: Tool, columns: number): string {
  return tool.kind === 'server' ? serverHelp(tool, columns) : toolHelp(tool, columns);
}

function toolHelp(tool: AnyTool, columns: number): string {
  const words = tool.params.map(({ name, optional }) => (optional ? `[${name}]` : name));
  const lines = [
    `${wrapText(tool.summary, columns, 0)}\n\n`,
    `  tracertools ${[commandName(tool), ...words].join(' ')} [OPTION ...]\n`,
    tool.formula === '' || tool.formula === commandName(tool) ? '' : `  in a cell: ${tool.formula}\n`,
    tool.params.length === 0 ? '\nIt takes no arguments.\n' : '\nArguments\n',
    entries(
      tool.params.map((param) => [param.name, paramWords(param)]),
      columns,
    ),
    `\n${wrapText(`Gives ${tool.returns}.`, columns, 0)}\n`,
    tool.outputs === 'data'
      ? ''
      : entries(
          tool.outputs.map((output) => [output.name, outputWords(output)]),
          columns,
        ),
    `\nExample\n  tracertools ${exampleCommand(tool, commandName(tool))}\n  ${wrapText(`shows ${tool.example.shows}`, columns, 2)}\n`,
    tool.details === '' ? '' : `\n${wrapText(tool.details, columns, 0)}\n`,
    `\nOptions\n${optionLines(OPTIONS_OF.function, columns)}`,
  ];
  return lines.join('');
}

const serverHelp = (tool: ServerTool, columns: number): string =>
  [
    `${tool.summary}\n\n`,
    `  tracertools ${tool.name} FOLDER [OPTION ...]\n`,
    '\nIt runs until Ctrl-C.\n',
    `\nExample\n  tracertools ${tool.example.command}\n  shows ${tool.example.shows}\n`,
    `\nOptions\n${optionLines(OPTIONS_OF.server, columns)}`,
  ].join('');

/** The second of two formulas with one name is called by its formula. */
export function commandName(tool: Tool): string {
  const first = toolsOn('commandLine').find(({ name }) => name === tool.name);
  return first === undefined || first === tool ? tool.name : toolKey(tool);
}

function paramWords(param: Param): string {
  if (param.name === 'datastack') return 'the datastack to ask (default: that of --datastack)';
  const description = param.description
    .replace(/^a cell or a range of (.*), as text$/, '$1')
    .replace(/, as text\b/, '');
  const choices = param.choices ? `; one of ${param.choices.join(', ')}` : '';
  const kind = param.kind === 'boolean' ? '; TRUE or FALSE' : '';
  return `${description.replace('the datastack of Settings', 'that of --datastack')}${choices}${kind}${fileWords(param)}${defaultWords(param)}`;
}

function fileWords(param: Param): string {
  if (isIdParam(param)) return '; or a file of ids, or -';
  if (param.kind === 'points') return '; or a file of points, or -';
  return param.file === true ? '; or a file, or -' : param.file === 'bytes' ? '; - for what is piped in' : '';
}

function defaultWords({ optional, defaultValue }: Param): string {
  if (optional !== true) return ' (needed)';
  if (defaultValue === undefined || defaultValue === '') return '';
  const text = typeof defaultValue === 'boolean' ? String(defaultValue).toUpperCase() : defaultValue;
  return ` (default: ${text})`;
}

function outputWords(output: Output): string {
  if (output.format === 'boolean') return 'TRUE or FALSE';
  if (output.format === 'number') return output.unit === '' ? 'number' : output.unit;
  return output.format === 'date' ? 'date and time, UTC' : output.format;
}

const SHORTS: Partial<Record<OptionName, string>> = {
  help: '-h, ',
  quiet: '-q, ',
  verbose: '-v, ',
  out: '-o, ',
};

const optionLines = (names: readonly OptionName[], columns: number): string =>
  entries(
    names.map((name) => {
      const { value, words } = OPTION_WORDS[name];
      return [`${SHORTS[name] ?? ''}--${name}${value === '' ? '' : ` ${value}`}`, words];
    }),
    columns,
  );

const WIDEST_NAME = 32;

/** Names and their descriptions, in two columns. */
function entries(pairs: readonly (readonly [name: string, words: string])[], columns: number): string {
  const widest = Math.max(...pairs.map(([name]) => name.length).filter((length) => length <= WIDEST_NAME));
  const indent = widest + 4;
  return pairs
    .map(([name, words]) => {
      const gap = name.length <= widest ? name.padEnd(widest + 2) : `${name}\n${' '.repeat(indent)}`;
      return `  ${gap}${wrapText(words, columns, indent)}\n`;
    })
    .join('');
}

/** Wraps text to the terminal's width and indents the lines after the first. */
function wrapText(text: string, columns: number, indent: number): string {
  const width = Math.max(columns - 1, 60) - indent;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
