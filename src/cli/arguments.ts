/** What a command says: a function, its arguments in order or by name, and options. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { serverOrigin } from '../cave/client/server-address';
import { idTexts } from '../core/cells/id-list';
import { asTtError, TtError } from '../core/errors';
import type { AnyTool, Param } from '../tools/declaration/declare';
import { requireTool } from '../tools/registry';
import { CAVE_SERVER } from './credentials';

export interface Command {
  tool: AnyTool;
  /** In the order of the tool's parameters. */
  values: unknown[];
  server: string;
  datastack: string;
  json: boolean;
  /** Folder for the files that a function makes; '' makes one named after the function. */
  out: string;
}

const DEFAULT_STACK = 'brain_and_nerve_cord';

export function readCommand(argv: readonly string[], env: Record<string, string | undefined>): Command {
  const rest: string[] = [];
  const options: Record<string, string> = {};
  let json = false;
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === '--json') json = true;
    else if (/^--(server|datastack|out)$/.test(word)) options[word.slice(2)] = argv[++i] ?? '';
    else if (word.startsWith('--')) throw new TtError('INPUT', `there is no option ${word}`);
    else rest.push(word);
  }
  const tool = toolOf(argv[0] ?? '');
  return {
    tool,
    values: fill(tool, rest),
    server: serverOf(options.server || env.CAVE_SERVER || CAVE_SERVER),
    datastack: options.datastack || env.CAVE_DATASTACK || DEFAULT_STACK,
    json,
    out: options.out ?? '',
  };
}

/** The token goes there. */
function serverOf(text: string): string {
  const origin = serverOrigin(text);
  if (origin !== null) return origin;
  throw new TtError('INPUT', `--server: an https address without a path, such as ${CAVE_SERVER}`);
}

function toolOf(word: string): AnyTool {
  try {
    const tool = requireTool('commandLine', word);
    if (tool.kind !== 'server') return tool;
    throw new TtError('INPUT', `${tool.name} gives no rows`);
  } catch (error) {
    throw new TtError('INPUT', `${asTtError(error).message}. --help lists what there is`);
  }
}

/** Arguments in order; `name=value` names one. */
function fill(tool: AnyTool, words: readonly string[]): unknown[] {
  const values: unknown[] = tool.params.map(() => undefined);
  let next = 0;
  for (const word of words) {
    const named = /^([a-z_]+)=(.*)$/s.exec(word);
    const at = named ? tool.params.findIndex(({ name }) => name === named[1]) : -1;
    if (at >= 0) values[at] = read(tool.params[at]!, named![2]!);
    else {
      while (next < values.length && values[next] !== undefined) next++;
      const param = tool.params[next];
      if (!param) throw new TtError('INPUT', `${tool.name} takes ${tool.params.length} arguments`);
      values[next] = read(param, word);
    }
  }
  return values;
}

/** A file's path stands for its text where the function reads files; `@path` everywhere. Lines are rows. */
function read(param: Param, word: string): unknown {
  if (param.kind === 'path') return word;
  const path = word.startsWith('@') ? word.slice(1) : param.file && isFile(word) ? word : null;
  if (path !== null && !isFile(path)) throw new TtError('INPUT', `${param.name}: there is no file ${path}`);
  if (path !== null && param.file === 'bytes') {
    return `base64:${readFileSync(path, 'base64')};name=${encodeURIComponent(basename(path))}`;
  }
  const text = path === null ? word : readFileSync(path, 'utf8');
  if (param.kind === 'ids') return cells(idTexts(text, param.name));
  if (param.kind === 'points' || param.kind === 'range') return cells(text.split(/\r?\n/));
  return text;
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
const cells = (lines: string[]): string[][] =>
  lines.filter((line) => line.trim() !== '').map((line) => [line]);
