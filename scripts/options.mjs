// Reads the options of a command line with node:util; errors are sentences.
import { parseArgs } from 'node:util';

const SENTENCES = {
  ERR_PARSE_ARGS_UNKNOWN_OPTION: (text) => `unknown option ${/'(-[^']*)'/.exec(text)?.[1] ?? ''}`,
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: (text) => {
    const name = /'(?:-\w, )?(--[\w-]+)/.exec(text)?.[1] ?? 'an option';
    return text.includes('does not take an argument') ? `${name} takes no value` : `${name} needs a value`;
  },
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: (text) => `unknown argument ${/'([^']*)'/.exec(text)?.[1] ?? ''}`,
};

/**
 * Like `parseArgs` of node:util, with the same form of `options`. Also accepts `--help`, which prints `help` and ends
 * the process. Throws a sentence that lists the options.
 */
export function readOptions(argv, options, { help = '', positionals = false } = {}) {
  try {
    const read = parseArgs({
      args: [...argv],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: positionals,
    });
    if (read.values.help) {
      console.log(help);
      process.exit(0);
    }
    return read;
  } catch (error) {
    const sentence = SENTENCES[error.code]?.(error.message);
    if (!sentence) throw error;
    const names = Object.keys(options).map((name) => `--${name}`);
    throw new Error(`${sentence}${names.length > 0 ? `; there are ${names.join(', ')}` : ''}`);
  }
}

/** Like `readOptions`, for this process's own command line: prints an error and ends the process. */
export function ownOptions(options, more) {
  try {
    return readOptions(process.argv.slice(2), options, more);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

/** Runs a script's work. On an error prints its message without the stack and exits with 1. */
export async function runScript(work) {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
