/** The options of the command line: which commands take them, and what each does. */
import { parseArgs } from 'node:util';
import { TtError } from '../core/errors';
import { parseWords } from '../node/options';

const OPTIONS = {
  datastack: { type: 'string' },
  server: { type: 'string' },
  sandbox: { type: 'string' },
  column: { type: 'string', multiple: true },
  format: { type: 'string' },
  json: { type: 'boolean' },
  headers: { type: 'boolean' },
  'no-headers': { type: 'boolean' },
  out: { type: 'string', short: 'o' },
  force: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  verbose: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  port: { type: 'string' },
  install: { type: 'boolean' },
} as const;

export type OptionName = keyof typeof OPTIONS;

interface OptionWords {
  /** Describes the value; '' for a switch. */
  value: string;
  words: string;
}

export const OPTION_WORDS: Readonly<Record<OptionName, OptionWords>> = {
  datastack: { value: 'NAME', words: 'the datastack to ask; CAVE_DATASTACK, else brain_and_nerve_cord' },
  server: { value: 'URL', words: 'CAVE’s global server; CAVE_SERVER, else https://global.daf-apis.com' },
  sandbox: {
    value: '[URL]',
    words: 'ask the local sandbox, its stores too; http://127.0.0.1:8787 without an address',
  },
  column: {
    value: '[ARGUMENT=]NAME',
    words: 'the column of a table that is read, by its header or number; several with commas',
  },
  format: { value: 'tsv|csv|json|ndjson', words: 'how rows are written; tsv, or as the name of --out ends' },
  json: { value: '', words: 'the same as --format json' },
  headers: {
    value: '',
    words: 'name the columns in the first row; in json and ndjson each row is an object',
  },
  'no-headers': { value: '', words: 'leave out the headers of a table that has its own' },
  out: {
    value: 'FILE|FOLDER',
    words: 'where rows or made files go; the terminal, or a new folder, without it',
  },
  force: { value: '', words: 'write over files that are there' },
  quiet: { value: '', words: 'no progress and no remarks; errors only' },
  verbose: { value: '', words: 'tell every request, its size and time; never a token' },
  help: { value: '', words: 'this, or the help of a function' },
  version: { value: '', words: 'the version' },
  port: { value: 'N', words: 'the port to serve on; 1337, 0 for any that is free' },
  install: { value: '', words: 'put the completion where the shell looks for it' },
};

const COMMON = ['quiet', 'verbose', 'help', 'version'] as const;

/** Options of each kind of command. */
export const OPTIONS_OF = {
  function: [
    'datastack',
    'server',
    'sandbox',
    'column',
    'format',
    'json',
    'headers',
    'no-headers',
    'out',
    'force',
    ...COMMON,
  ],
  server: ['port', ...COMMON],
  completion: ['install', 'force', ...COMMON],
  other: COMMON,
} as const satisfies Record<string, readonly OptionName[]>;

export type CommandKind = keyof typeof OPTIONS_OF;

export type OptionValues = Partial<
  Record<'datastack' | 'server' | 'sandbox' | 'format' | 'out' | 'port', string>
> &
  Partial<Record<'json' | 'headers' | 'no-headers' | 'force' | 'quiet' | 'verbose' | 'install', boolean>> & {
    column?: string[];
    help?: boolean;
    version?: boolean;
  };

export interface Words {
  options: OptionValues;
  positionals: string[];
}

/** The first word that is not an option, and the two options that are handled before all others. */
export function verbOf(argv: readonly string[]): { verb: string; help: boolean; version: boolean } {
  const { values, positionals } = parseArgs({
    args: withSandbox(argv),
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
  });
  return { verb: positionals[0] ?? '', help: values.help === true, version: values.version === true };
}

export const SANDBOX = 'http://127.0.0.1:8787';

/** Throws INPUT with one sentence for an option that this kind of command does not take. */
export function readWords(argv: readonly string[], kind: CommandKind): Words {
  const names: readonly OptionName[] = OPTIONS_OF[kind];
  const acceptedOptions = Object.fromEntries(names.map((name) => [name, OPTIONS[name]]));
  try {
    const { values, positionals } = parseWords(withSandbox(argv), acceptedOptions);
    const options = values as OptionValues;
    refuseOpposites(options);
    return { options, positionals };
  } catch (error) {
    throw new TtError('INPUT', elsewhere(error as Error, names));
  }
}

/** Pairs of options that exclude each other. */
const OPPOSITES = [
  ['headers', 'no-headers'],
  ['quiet', 'verbose'],
] as const;

function refuseOpposites(options: OptionValues): void {
  const pair = OPPOSITES.find(([one, other]) => options[one] === true && options[other] === true);
  if (pair) throw new Error(`--${pair[0]} and --${pair[1]}: leave one out`);
}

/** `--sandbox` at the end, or before a word that is not an address, means the default address. */
function withSandbox(argv: readonly string[]): string[] {
  const words = [...argv];
  const end = words.indexOf('--');
  const at = words.indexOf('--sandbox');
  if (at < 0 || (end >= 0 && end < at)) return words;
  const next = words[at + 1];
  const isAddress = next !== undefined && /^(https?:\/\/|(localhost|127\.0\.0\.1)(:|$))/.test(next);
  words.splice(at, isAddress ? 2 : 1, `--sandbox=${isAddress ? next : SANDBOX}`);
  return words;
}

/** An option of other commands is not a misspelling. */
function elsewhere({ message }: Error, names: readonly OptionName[]): string {
  const unknown = /^Unknown option '--([\w-]+)'/.exec(message)?.[1];
  if (unknown === undefined) return message;
  if (Object.hasOwn(OPTIONS, unknown)) {
    return `--${unknown} is no option of this command: there are ${names.map((name) => `--${name}`).join(', ')}`;
  }
  const hint = /; (did you mean .*\?)$/.exec(message)?.[1];
  return hint ? `there is no option --${unknown}: ${hint}` : message;
}
