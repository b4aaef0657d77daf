/** The options of a command line, read by node:util: a mistake in them ends in a sentence that names those there are. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T }>>['values'];

export function parseOptions<T extends Options>(argv: readonly string[], options: T): Values<T> {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false }).values;
  } catch (error) {
    // What Node says after its first sentence is of positional arguments, which there are none of.
    const [sentence] = (error as Error).message.split(/\.\s/);
    const names = Object.keys(options).map((name) => `--${name}`);
    throw new Error(`${sentence}: there are ${names.join(', ')}`);
  }
}

/** A whole number that an option gives, 0 or more. */
export function wholeNumber(name: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new Error(`--${name} needs a whole number, not "${text}"`);
}
