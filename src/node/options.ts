/** Reads the options of a command line with node:util. Errors are sentences that list the options. */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { digitsValue } from '../core/digits';
import { didYouMean } from './nearest';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T }>>['values'];

export interface ParsedWords<T extends Options> {
  values: Values<T>;
  /** Words that are not options, in order. */
  positionals: string[];
}

/** Marks a negative number, so that it is not read as an option; no argument contains this character. */
const SHIELD = '\u0000';
const shield = (word: string): string => (/^-\.?[0-9]/.test(word) ? SHIELD + word : word);
const unshield = (word: string): string => (word.startsWith(SHIELD) ? word.slice(1) : word);

/** Throws an Error with one sentence, also for an option given twice unless it is `multiple`. */
export function parseWords<T extends Options>(argv: readonly string[], options: T): ParsedWords<T> {
  const { values, positionals, tokens } = parseArguments(argv, options);
  const seenNames = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option' || options[token.name]?.multiple) continue;
    if (seenNames.has(token.name)) throw new Error(`--${token.name} is given twice`);
    seenNames.add(token.name);
  }
  for (const [name, value] of Object.entries(values)) {
    const record = values as Record<string, unknown>;
    if (typeof value === 'string') record[name] = unshield(value);
    else if (Array.isArray(value)) record[name] = value.map((one) => unshield(String(one)));
  }
  return { values, positionals: positionals.map(unshield) };
}

/** Like `parseWords`, but throws for words that are not options. */
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
    // Node's further sentences are about positional arguments.
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

/** The value of an option that must be a whole number, 0 or more. */
export function wholeNumber(name: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = digitsValue(text.trim());
  if (value <= most) return value;
  throw new Error(`--${name} needs a whole number, not "${text}"`);
}
