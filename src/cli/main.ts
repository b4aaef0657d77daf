/** The command line: runs any function of the catalogue, with local files where it reads them. */
import { homedir } from 'node:os';
import { version as PACKAGE } from '../../package.json';
import { asTtError, cellText, TtError } from '../core/errors';
import { didYouMean } from '../node/nearest';
import type { AnyTool } from '../tools/declaration/declare';
import type { ServerTool } from '../tools/declaration/sheet-tools';
import { findTool, requireTool, toolsOn } from '../tools/registry';
import { runFunction } from './function';
import { completionScript, installCompletion, shellOf } from './help/completion';
import { commandName, functionHelp, mainHelp, withHeadings } from './help/help';
import { readWords, verbOf, type Words } from './options';
import { terminalError } from './output/words';
import { EXIT, printable, styled, type Terminal } from './terminal';

export type { Terminal } from './terminal';

/** Loaded where it is used. */
declare const require: (name: './host-volume') => typeof import('./host-volume');

const COLUMNS = 100;

/** Returns the exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { verb, help, version } = verbOf(argv);
  try {
    if (verb === '' && version) return say(terminal, `tracertools ${PACKAGE}\n`);
    if (verb === '' || verb === 'help') return usage(argv, help || verb === 'help', terminal);
    if (verb === 'completion' && !help) return completion(argv, terminal);
    const tool = toolOf(verb);
    if (help) return say(terminal, functionHelp(tool, widthOf(terminal)), true);
    return tool.kind === 'server'
      ? await host(tool, argv, terminal)
      : await runFunction(tool, argv, terminal);
  } catch (error) {
    return refuse(error, verb, terminal);
  }
}

const widthOf = ({ columns }: Terminal): number => Math.min(columns ?? COLUMNS, 140);

function say(terminal: Terminal, text: string, isHelp = false): number {
  terminal.out(isHelp ? withHeadings(text, styled(terminal, 'out', 'heading')) : text);
  return EXIT.done;
}

/** Writes to the error stream if the user did not ask for help. */
function usage(argv: readonly string[], isWanted: boolean, terminal: Terminal): number {
  const { positionals } = readWords(argv, 'other');
  const [, name, more] = positionals;
  refuseMore(more, 'help');
  const text =
    name === undefined ? mainHelp(widthOf(terminal)) : functionHelp(toolOf(name), widthOf(terminal));
  if (isWanted) return say(terminal, text, true);
  terminal.err(withHeadings(text, styled(terminal, 'err', 'heading')));
  return EXIT.usage;
}

function completion(argv: readonly string[], terminal: Terminal): number {
  const { options, positionals } = readWords(argv, 'completion');
  refuseMore(positionals[2], 'completion');
  const shell = shellOf(positionals[1], terminal.env);
  if (options.install !== true) return say(terminal, completionScript(shell));
  return say(terminal, installCompletion(shell, terminal.env, terminal.home ?? homedir()));
}

function refuseMore(word: string | undefined, verb: string): void {
  if (word === undefined) return;
  throw new TtError('INPUT', `"${word.slice(0, 80)}" is one word too many: ${verb} takes one`);
}

/** Throws INPUT with the names of similar functions. */
function toolOf(word: string): AnyTool | ServerTool {
  try {
    return requireTool('commandLine', word);
  } catch (error) {
    const { message } = asTtError(error);
    const functions = toolsOn('commandLine').flatMap((tool) => [
      commandName(tool),
      tool.formula.toLowerCase(),
    ]);
    const names = ['help', 'completion', ...functions];
    const near = message.startsWith('there is no function') ? didYouMean(word, names.filter(Boolean)) : '';
    throw new TtError('INPUT', `${message}${near === '' ? '. --help lists what there is' : near}`);
  }
}

/** Serves until the terminal says stop, then returns 0. */
async function host(tool: ServerTool, argv: readonly string[], terminal: Terminal): Promise<number> {
  const { options, positionals }: Words = readWords(argv, 'server');
  const [, folder, ...more] = positionals;
  if (folder === undefined) throw new TtError('INPUT', `which folder? ${tool.name} FOLDER [--port N]`);
  if (more.length > 0)
    throw new TtError('INPUT', `"${more[0]}" is one folder too many: ${tool.name} takes one`);
  const { hostVolume, portOf } = require('./host-volume');
  const volume = await hostVolume(folder, portOf(options.port));
  terminal.out(`${volume.source}\n`);
  if (options.quiet !== true)
    terminal.err('Give this source to a viewer on this machine. Ctrl-C stops it.\n');
  await terminal.stopped;
  volume.close();
  return EXIT.done;
}

/** What an argument holds is wrong; LINK: a link or a state that was given. */
const USAGE_CODES = new Set(['INPUT', 'ID', 'ROUNDED', 'LINK']);

function refuse(error: unknown, verb: string, terminal: Terminal): number {
  const failure = terminalError(asTtError(error));
  const isUsage = USAGE_CODES.has(failure.code);
  const [code = '', ...words] = printable(cellText(failure).replace('#TT ', '')).split(':');
  terminal.err(`${[styled(terminal, 'err', 'error')(code), ...words].join(':')}\n`);
  if (failure.link !== '') terminal.err(`${printable(failure.link)}\n`);
  const tool = findTool('commandLine', verb);
  if (isUsage && tool && terminal.looksAt?.err)
    terminal.err(`tracertools ${commandName(tool)} --help tells what it takes\n`);
  return isUsage ? EXIT.usage : EXIT.couldNotRun;
}
