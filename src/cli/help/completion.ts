/** Completion for bash, zsh and fish: functions, their arguments and choices, and options. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TtError } from '../../core/errors';
import type { Param } from '../../tools/declaration/declare';
import { toolsOn } from '../../tools/registry';
import { OPTION_WORDS, OPTIONS_OF } from '../options';
import { commandName } from './help';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The shell in `word`; without one, the user's shell. */
export function shellOf(word: string | undefined, env: Record<string, string | undefined>): Shell {
  const name = word ?? basename(env.SHELL ?? '');
  const shell = SHELLS.find((one) => one === name);
  if (shell) return shell;
  throw new TtError(
    'INPUT',
    `completion is for ${SHELLS.join(', ')}${name === '' ? ': name one' : `, not "${name.slice(0, 30)}"`}`,
  );
}

export function completionScript(shell: Shell): string {
  if (shell === 'fish') return fishScript();
  // zsh can run the script for bash.
  const head = shell === 'zsh' ? 'autoload -Uz +X compinit bashcompinit && compinit && bashcompinit\n' : '';
  return `${head}${bashScript()}`;
}

const OTHER = ['help', 'completion'];
const flags = (names: readonly (keyof typeof OPTION_WORDS)[]): string =>
  names.map((name) => `--${name}`).join(' ');

function commands() {
  return toolsOn('commandLine').map((tool) => ({
    name: commandName(tool),
    summary: tool.summary,
    words: tool.kind === 'server' ? [] : tool.params.flatMap(wordsOf),
    flags: flags(tool.kind === 'server' ? OPTIONS_OF.server : OPTIONS_OF.function),
  }));
}

/** `name=`, or `name=value` for each choice. */
function wordsOf({ name, kind, choices }: Param): string[] {
  const values = choices ?? (kind === 'boolean' ? ['TRUE', 'FALSE'] : []);
  return values.length > 0 ? values.map((value) => `${name}=${value}`) : [`${name}=`];
}

function bashScript(): string {
  const all = commands();
  const cases = all
    .map(({ name, words, flags: own }) => `    ${name}) words="${[...words, own].join(' ')}" ;;`)
    .join('\n');
  const names = [...all.map(({ name }) => name), ...OTHER].join(' ');
  return `# Completion of tracertools for bash and zsh.
_tracertools() {
  local cur words
  COMPREPLY=()
  cur="\${COMP_LINE:0:COMP_POINT}"
  cur="\${cur##*[[:space:]]}"
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
    --format) COMPREPLY=($(compgen -W "tsv csv json ndjson" -- "$cur")); return ;;
    help) COMPREPLY=($(compgen -W "${all.map(({ name }) => name).join(' ')}" -- "$cur")); return ;;
    completion) COMPREPLY=($(compgen -W "${SHELLS.join(' ')} --install" -- "$cur")); return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${cases}
    *) words="${flags(OPTIONS_OF.other)}" ;;
  esac
  if [ "$COMP_CWORD" -le 1 ]; then words="${names} ${flags(OPTIONS_OF.other)}"; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur"))
  # bash takes = for the end of a word: what stands before it is there already.
  case "$cur" in
    *=*) COMPREPLY=("\${COMPREPLY[@]#"\${cur%"\${cur##*=}"}"}") ;;
  esac
  case "\${COMPREPLY[0]}" in *=) compopt -o nospace 2>/dev/null ;; esac
}
complete -F _tracertools tracertools
`;
}

function fishScript(): string {
  const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const lines = [
    '# Completion of tracertools for fish.',
    'complete -c tracertools -n __fish_use_subcommand -f',
  ];
  for (const { name, summary, words } of commands()) {
    lines.push(`complete -c tracertools -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`);
    if (words.length > 0) {
      lines.push(
        `complete -c tracertools -n '__fish_seen_subcommand_from ${name}' -a ${quote(words.join(' '))}`,
      );
    }
  }
  for (const name of OTHER) lines.push(`complete -c tracertools -n __fish_use_subcommand -a ${name}`);
  for (const [name, { words, value }] of Object.entries(OPTION_WORDS)) {
    const choices = name === 'format' ? ` -xa ${quote('tsv csv json ndjson')}` : value === '' ? '' : ' -r';
    lines.push(`complete -c tracertools -l ${name} -d ${quote(words)}${choices}`);
  }
  return `${lines.join('\n')}\n`;
}

const RC_LINE = 'source <(tracertools completion zsh)';

/** Writes the completion file where the shell looks for it. Returns a sentence about what was written. */
export function installCompletion(
  shell: Shell,
  env: Record<string, string | undefined>,
  home: string,
): string {
  if (shell === 'zsh') return intoZshrc(join(env.ZDOTDIR || home, '.zshrc'));
  const file =
    shell === 'fish'
      ? join(env.XDG_CONFIG_HOME || join(home, '.config'), 'fish', 'completions', 'tracertools.fish')
      : join(
          env.XDG_DATA_HOME || join(home, '.local', 'share'),
          'bash-completion',
          'completions',
          'tracertools',
        );
  put(file, completionScript(shell));
  return `Wrote ${file}. It works in shells that are opened from now on.\n`;
}

/** zsh has no folder for completions, so this adds one line to the user's .zshrc, once. */
function intoZshrc(file: string): string {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (before.includes(RC_LINE)) return `${file} has the completion already.\n`;
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  put(file, `${before}${gap}# Completion of tracertools\n${RC_LINE}\n`);
  return `Added a line to ${file}. It works in shells that are opened from now on.\n`;
}

function put(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const part = `${file}.${process.pid}.part`;
    writeFileSync(part, text);
    renameSync(part, file);
  } catch (error) {
    throw new TtError(
      'PERMISSION',
      `${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
}
