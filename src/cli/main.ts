/** The command line: any catalogue function, with local files where it reads them. */
import { homedir } from 'node:os';
import { asTtError, cellText, TtError } from '../core/errors';
import { withoutControls } from '../core/plain-text';
import { loadKernels } from '../geometry/kernels';
import { runAsync } from '../http/runner';
import type { Work } from '../http/work';
import { localFiles } from '../node/file-store';
import { httpDriver } from '../node/http-driver';
import { signingDriver } from '../node/signing-driver';
import { ownAliases } from '../node/store-keys';
import { SYSTEM_CLOCK } from '../node/system-clock';
import { wasmFiles } from '../node/wasm-files';
import type { OutputCell, ToolContext } from '../tools/declaration/declare';
import { HEAVY, kernelsOf } from '../tools/heavy';
import { localHeavyRunner } from '../tools/heavy/local-runner';
import { findTool, toolsOn } from '../tools/registry';
import { runPolicy } from '../tools/runner/run-policies';
import { runTool } from '../tools/runner/run-tool';
import { datastackFor } from '../tools/runner/tool-input';
import { type Command, readCommand } from './arguments';
import { findToken } from './credentials';
import { saveFiles } from './files';
import { hostVolume } from './host-volume';

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  env: Record<string, string | undefined>;
  /** Settled when the user stops what runs on. */
  stopped: Promise<void>;
}

const HELP = `tracertools FUNCTION [ARGUMENT or name=ARGUMENT ...] [--datastack NAME] [--server URL] [--json] [--out FOLDER]

FUNCTION is a name such as get_current_seg_ids or a formula such as TT_CURRENT_ID. An argument that begins with @ is read
from that file; functions that take a state take a file's path too. The CAVE token comes from CAVE_TOKEN, or from the
file that the Python client keeps. Rows are printed with tabs between cells; files that a function makes go into
the folder of --out. A destination on a bucket (gs://, s3://, nokura://, matrix://, tigerdata://, s3://https://host/) is
written with the keys that cloud-files keeps, with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY on s3://, and on gs://
with the sign-in of "gcloud auth application-default login" or with CLOUDSDK_AUTH_ACCESS_TOKEN.
`;

/** Answers the exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  if (argv.length === 0 || argv.includes('--help')) {
    terminal.out(HELP);
    for (const { name, summary } of toolsOn('commandLine')) terminal.out(`  ${name.padEnd(34)} ${summary}\n`);
    return argv.length === 0 ? 2 : 0;
  }
  try {
    if (findTool('commandLine', argv[0]!)?.kind === 'server') return await host(argv.slice(1), terminal);
    const command = readCommand(argv, terminal.env);
    const rows = await answer(command, await contextOf(command, terminal), terminal);
    terminal.out(command.json ? asJson(rows) : asText(rows));
    return rows.some((row) => row.some((cell) => cell instanceof TtError)) ? 1 : 0;
  } catch (error) {
    terminal.err(`${cellText(asTtError(error)).replace('#TT ', '')}\n`);
    return 1;
  }
}

/** Serves until the terminal says stop; then 0. */
async function host(argv: readonly string[], terminal: Terminal): Promise<number> {
  const at = argv.indexOf('--port');
  const port = at < 0 ? 1337 : Number(argv[at + 1]);
  const folder = argv.find((word, i) => !word.startsWith('--') && (at < 0 || i !== at + 1));
  if (folder === undefined)
    throw new TtError('INPUT', 'which folder? host_ng_volume_locally FOLDER [--port N]');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TtError('INPUT', '--port: a number up to 65535');
  }
  const hosted = await hostVolume(folder, port);
  terminal.out(`${hosted.source}\n`);
  terminal.err('Give this source to a viewer on this machine. Ctrl-C stops it.\n');
  await terminal.stopped;
  hosted.close();
  return 0;
}

async function contextOf(command: Command, { env, err }: Terminal): Promise<ToolContext> {
  const kept = new Map<string, string>();
  const { server, datastack, tool } = command;
  const kernels = await loadKernels(kernelsOf(tool.name), wasmFiles(__dirname));
  const progress = (done: number, total: number, words: string) =>
    err(`${done} of ${total} ${printable(words)}\n`);
  return {
    access: { server, token: findToken(server, env, homedir()) },
    datastack,
    cache: { get: (key) => kept.get(key) ?? null, put: (key, value) => void kept.set(key, value) },
    now: () => Date.now(),
    places: { aliases: ownAliases(env, homedir()), local: localFiles(process.cwd()) },
    heavyRunner: localHeavyRunner(HEAVY, { kernels, progress }),
  };
}

async function answer(command: Command, ctx: ToolContext, terminal: Terminal): Promise<OutputCell[][]> {
  const { tool, values } = command;
  const work = runTool(tool, values, {
    contextFor: (args) => ({ ...ctx, datastack: datastackFor(args, ctx.datastack) }),
    noIds: 'ids is missing: ids separated by commas, or @FILE',
  });
  const { rows, files, link } = await run(work, terminal);
  if (files.length > 0) terminal.err(saveFiles(files, command.out || `${tool.name}-files`));
  return link === '' ? rows : [...rows, ['link', link]];
}

function run<T>(work: Work<T>, { env }: Terminal): Promise<T> {
  const home = homedir();
  const driver = signingDriver(httpDriver(), { env, home, aliases: ownAliases(env, home), now: Date.now });
  return runAsync(work, driver, runPolicy('commandLine', SYSTEM_CLOCK));
}

function plain(cell: OutputCell): string | number | boolean | null {
  if (cell instanceof TtError) return cellText(cell);
  return cell instanceof Date ? cell.toISOString() : cell;
}

/** One line: what a server wrote does not control the terminal. */
const printable = (text: string): string => withoutControls(text.replace(/[\t\r\n]+/g, ' '));

/** What JSON leaves unescaped of control characters, which terminals take for escape sequences. */
const UNESCAPED = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

const asJson = (rows: readonly OutputCell[][]): string => {
  const text = JSON.stringify(rows.map((row) => row.map(plain)));
  return `${text.replace(UNESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
};

const asText = (rows: readonly OutputCell[][]): string =>
  rows.map((row) => `${row.map((cell) => printable(String(plain(cell) ?? ''))).join('\t')}\n`).join('');
