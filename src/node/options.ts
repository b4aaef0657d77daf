/** The options of a command line, read by node:util: a mistake in them ends in a sentence that names those there are. */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { digitsValue } from '../core/digits';
import { didYouMean } from './nearest';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T }>>['values'];

export interface ParsedWords<T extends Options> {
  values: Values<T>;
  /** What is no option, in order. */
  positionals: string[];
}

/** No program's words hold it: a negative number is marked by it, so that it is not read as an option. */
const SHIELD = '\u0000';
const shield = (word: string): string => (/^-\.?[0-9]/.test(word) ? SHIELD + word : word);
const unshield = (word: string): string => (word.startsWith(SHIELD) ? word.slice(1) : word);

/** Throws an Error with one sentence. An option that is given twice is refused unless it is `multiple`. */
export function parseWords<T extends Options>(argv: readonly string[], options: T): ParsedWords<T> {
  const { values, positionals, tokens } = parseArguments(argv, options);
  const visited = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option' || options[token.name]?.multiple) continue;
    if (visited.has(token.name)) throw new Error(`--${token.name} is given twice`);
    visited.add(token.name);
  }
  for (const [name, value] of Object.entries(values)) {
    const record = values as Record<string, unknown>;
    if (typeof value === 'string') record[name] = unshield(value);
    else if (Array.isArray(value)) record[name] = value.map((one) => unshield(String(one)));
  }
  return { values, positionals: positionals.map(unshield) };
}

/** As `parseWords`, where words that are no options are refused. */
export function parseOptions<T extends Options>(argv: readonly string[], options: T): Values<T> {
  const { values, positionals } = parseWords(argv, options);
  if (positionals.length > 0) {
    throw new Error(`Unexpected argument '${positionals[0]}': there are ${listOf(options)}`);
  }
  return values;
}

function parseArguments<T extends Options>(argv: readonly string[], options: T) {
  try {
    return parseArgs({ args: argv.map(shield), options, allowPositionals: true, tokens: true });
  } catch (error) {
    // What Node says after its first sentence is of positional arguments.
    const sentence = (error as Error).message.split(/\.\s/)[0]!.replace(SHIELD, '');
    const unknown = /^Unknown option '(-[^']*)'/.exec(sentence)?.[1];
    const names = Object.keys(options).map((name) => `--${name}`);
    const hint = unknown === undefined ? '' : didYouMean(unknown, names).replace(/^:/, ';');
    throw new Error(`${sentence}: there are ${listOf(options)}${hint}`);
  }
}

const listOf = (options: Options): string =>
  Object.keys(options)
    .map((name) => `--${name}`)
    .join(', ');

/** A whole number that an option gives, 0 or more. */
export function wholeNumber(name: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = digitsValue(text.trim());
  if (value <= most) return value;
  throw new Error(`--${name} needs a whole number, not "${text}"`);
}
