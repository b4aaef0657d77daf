/** A declaration's example as a command, translated from its formula. */
import type { AnyTool, Param } from '../../tools/declaration/declare';
import { isIdParam } from '../input/source';

/** Without the program's name. `name` is what the user types for the function. */
export function exampleCommand(tool: AnyTool, name: string): string {
  if ('command' in tool.example) return tool.example.command;
  const inside = /^=\w+\((.*)\)$/s.exec(tool.example.formula)?.[1] ?? '';
  const words: string[] = [];
  let inOrder = true;
  for (const [i, part] of splitArguments(inside).entries()) {
    const param = tool.params[i];
    if (part === '' || param === undefined) {
      inOrder = false;
      continue;
    }
    const word = wordOf(part, param);
    words.push(shellWord(inOrder ? word : `${param.name}=${word}`));
  }
  return [name, ...words].join(' ');
}

/** Splits at top-level commas, outside of quotes, braces and parentheses. */
function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let [depth, start, quote] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (sign === '"') quote = !quote;
    else if (quote) continue;
    else if ('({'.includes(sign)) depth++;
    else if (')}'.includes(sign)) depth--;
    else if (sign === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return text.trim() === '' ? [] : [...parts, text.slice(start).trim()];
}

function wordOf(part: string, param: Param): string {
  if (/^".*"$/s.test(part)) return part.slice(1, -1).replace(/""/g, '"');
  // An array: semicolons separate rows, commas separate numbers.
  if (/^\{.*\}$/s.test(part))
    return part
      .slice(1, -1)
      .split(/\s*;\s*/)
      .map((row) => `[${row}]`)
      .join(' ');
  if (/^(TRUE|FALSE|[+-]?[0-9.]+)$/i.test(part)) return part;
  return standIn(param);
}

/** Replaces a cell or another formula by what a terminal user would type. */
function standIn(param: Param): string {
  if (isIdParam(param)) return `${/supervoxel/.test(param.name) ? 'supervoxels' : 'ids'}.txt`;
  if (param.kind === 'id') return '720575941703820762';
  if (param.kind === 'points') return `${param.name}.csv`;
  return param.kind === 'range'
    ? `@${param.name}.txt`
    : param.file
      ? `${param.name}.json`
      : param.name.toUpperCase();
}

/** Quotes a word for a POSIX shell if necessary. */
export const shellWord = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
