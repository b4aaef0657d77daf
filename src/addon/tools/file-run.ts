/** Runs functions that make files, from the sidebar's form: here, or in the companion. */
import { toBase64 } from '../../core/base64';
import { TtError } from '../../core/errors';
import { cancelCompanionJob, companionAnswer } from '../../tools/companion/call-companion';
import { packCell, unpackCell } from '../../tools/companion/wire';
import type { AnyTool, Args, FileResult, FileTool, ToolContext } from '../../tools/declaration/declare';
import { toolKey, toolsOn } from '../../tools/registry';
import { datastackFor, readInput } from '../../tools/runner/tool-input';
import { userCompanion } from '../access/companion-access';
import { regionOf, userContext } from '../access/context';
import { documentSettings } from '../access/settings';
import type { FileResultView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';
import { formValues, tableView } from './form';
import { outputViews } from './output-views';

/** Most base64 characters in one reply to the sidebar. */
const MAX_CHARACTERS = 30e6;

interface Form {
  args: Args;
  ctx: ToolContext;
}

function read(host: Host, tool: AnyTool, form: Record<string, string>): Form {
  const { args } = readInput(tool, formValues(host, tool, form), regionOf(host));
  return { args, ctx: userContext(host, datastackFor(args, documentSettings(host).datastack)) };
}

function companionOf(host: Host, tool: AnyTool) {
  const companion = userCompanion(host);
  if (companion) return companion;
  const message = `${tool.name} needs the companion service. Set its address in Tracer Tools › Settings`;
  throw new TtError('COMPANION', message);
}

/** The form's fields as arguments, for work on stores that the sidebar does itself. */
export function readForm(
  host: Host,
  name: string,
  form: Record<string, string>,
): Record<string, string | number | boolean> {
  const { args } = read(host, fileToolNamed(name), form);
  return args as Record<string, string | number | boolean>;
}

function fileToolNamed(name: string): FileTool {
  // A formula may have the same name, but returns a table.
  const tool = toolsOn('sidebar').find(
    (each): each is FileTool => each.kind === 'files' && each.name === name,
  );
  if (!tool) throw new TtError('INPUT', `no function ${name.slice(0, 40)} makes files`);
  return tool;
}

export function makeFiles(host: Host, name: string, form: Record<string, string>): FileResultView {
  const tool = fileToolNamed(name);
  const { args, ctx } = read(host, tool, form);
  const result = tool.heavy
    ? runWork(companionAnswer(companionOf(host, tool), tool, args, ctx), host, 'interactive')
    : packResult(runWork(tool.answer(args, ctx), host, 'interactive'));
  if (!('files' in result)) throw new TtError('FAULT', `the companion gave no files for ${tool.name}`);
  const characters = result.files.reduce((sum, { base64 }) => sum + base64.length, 0);
  if (characters > MAX_CHARACTERS) {
    const size = ((characters * 3) / 4e6).toFixed(0);
    throw new TtError(
      'BIG',
      `${size} MB were made; up to ${(MAX_CHARACTERS * 3) / 4e6} MB can be downloaded here. Ask for fewer faces, or name a destination on a bucket`,
    );
  }
  const [header = [], ...rows] = result.report.map((row) => row.map(unpackCell));
  const report = tableView(
    header.map((cell) => (typeof cell === 'string' ? cell : '')),
    rows,
  );
  return {
    report: { ...report, outputs: outputViews(tool, report) },
    files: result.files,
    link: result.link,
  };
}

/** Same form as the companion's answer. */
const packResult = ({ report, files, link }: FileResult) => ({
  report: report.map((row) => row.map(packCell)),
  files: files.map(({ path, contentType, bytes }) => ({ path, contentType, base64: toBase64(bytes) })),
  link,
});

/** Cancels the companion's work for the same form; `name` is a formula, or the name of a function without one. */
export function cancelTool(host: Host, name: string, form: Record<string, string>): boolean {
  const tool = toolsOn('sidebar').find((each) => toolKey(each) === name);
  if (!tool || !('heavy' in tool) || tool.heavy !== 'long') return false;
  const { args, ctx } = read(host, tool, form);
  return runWork(cancelCompanionJob(companionOf(host, tool), tool, args, ctx), host, 'interactive');
}
