/** Help of every function; its example is a command that is read. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../../../src/cli/arguments';
import { completionScript, installCompletion, shellOf } from '../../../src/cli/help/completion';
import { exampleCommand } from '../../../src/cli/help/example';
import { commandName, functionHelp, mainHelp } from '../../../src/cli/help/help';
import { readWords } from '../../../src/cli/options';
import { readArgs } from '../../../src/tools/declaration/args';
import type { AnyTool } from '../../../src/tools/declaration/declare';
import { toolsOn } from '../../../src/tools/registry';

const TOOLS = toolsOn('commandLine').map((tool) => ({ name: commandName(tool), tool }));
const CALLED = TOOLS.filter((each): each is { name: string; tool: AnyTool } => each.tool.kind !== 'server');

test('every function is found by the name that help gives it', () => {
  expect(new Set(TOOLS.map(({ name }) => name)).size).toBe(TOOLS.length);
  for (const { name } of TOOLS) expect(mainHelp(100)).toContain(`\n  ${name} `);
});

test.each(TOOLS)('$name: arguments, defaults, units, an example; lines that fit', ({ name, tool }) => {
  const help = functionHelp(tool, 100);
  expect(help).toContain(`tracertools ${name} `);
  expect(help).toContain('\nExample\n  tracertools ');
  expect(help).toContain('--verbose');
  expect(help).not.toMatch(/undefined|\[object|Settings/);
  if (tool.kind !== 'server') {
    for (const param of tool.params) expect(help).toContain(`\n  ${param.name} `);
    if (tool.outputs !== 'data')
      for (const output of tool.outputs) expect(help).toContain(`\n  ${output.name} `);
  }
  const long = help.split('\n').filter((line) => line.length > 100 && !line.startsWith('  tracertools '));
  expect(long).toEqual([]);
});

/** Words of a POSIX shell, quoted by single or double quotes. */
const shellWords = (text: string): string[] =>
  [...text.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) => word.replace(/['"]/g, ''));

test.each(CALLED)('$name: its example is understood', async ({ name, tool }) => {
  const folder = mkdtempSync(join(tmpdir(), 'tracertools-example-'));
  const words = shellWords(exampleCommand(tool, name));
  const { positionals } = readWords(words, 'function');
  // The files and folders that the example names.
  const given = positionals.slice(1).map((word, i) => {
    const param = tool.params[i];
    if (param?.kind === 'path' && param.source && /^\w+$/.test(word)) {
      mkdirSync(join(folder, word));
      return join(folder, word);
    }
    const file = /^(.*?=)?(@?)([\w]+\.(?:txt|csv|json|obj|swc))$/.exec(word);
    if (!file) return word;
    const path = join(folder, file[3]!);
    const points = /^(line|triangle|bones)/.test(file[3]!) ? '1,2,3,4,5,6' : '1,2,3';
    writeFileSync(path, file[3]!.endsWith('.csv') ? `${points}\n` : '720575941609391725\n');
    return `${file[1] ?? ''}${file[2]}${path}`;
  });
  const values = await readArguments(tool, given, {
    input: () => new Uint8Array(0),
    columns: [],
    remark: () => undefined,
  });
  expect(() => readArgs(tool, values)).not.toThrow();
});

test.each(['bash', 'zsh', 'fish'] as const)(
  'completion of %s knows every function, argument and option',
  (shell) => {
    const script = completionScript(shell);
    for (const { name, tool } of TOOLS) {
      expect(script).toContain(name);
      if (tool.kind !== 'server') for (const param of tool.params) expect(script).toContain(`${param.name}=`);
    }
    expect(script).toContain(shell === 'fish' ? '-l format' : '--format');
  },
);

test('completion is put where each shell looks, in zsh once', () => {
  const home = mkdtempSync(join(tmpdir(), 'tracertools-home-'));
  expect(installCompletion('bash', {}, home)).toContain(
    '.local/share/bash-completion/completions/tracertools',
  );
  expect(installCompletion('fish', {}, home)).toContain('.config/fish/completions/tracertools.fish');
  writeFileSync(join(home, '.zshrc'), 'alias x=y');
  expect(installCompletion('zsh', {}, home)).toContain('Added a line');
  expect(installCompletion('zsh', {}, home)).toContain('already');
  expect(shellOf(undefined, { SHELL: '/usr/bin/zsh' })).toBe('zsh');
  expect(() => shellOf('tcsh', {})).toThrow(/bash, zsh, fish, not "tcsh"/);
  expect(() => shellOf(undefined, {})).toThrow(/name one/);
});
