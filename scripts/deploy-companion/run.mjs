// The deployment's commands in order, and how they run.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../lib.mjs';
import { accounts } from './accounts.mjs';
import { deploymentNames } from './names.mjs';
import { service } from './service.mjs';
import { buckets, LIFECYCLE, queue } from './state.mjs';

/**
 * In order. `words`: description for people; `args`: of gcloud; `there`: whether the resource may already exist. The
 * secret is in `secretFile`, never in an argument.
 */
function commands(options, { number, ...files }) {
  const names = deploymentNames(options, number);
  return [accounts, buckets, queue, service].flatMap((part) => part(options, names, files));
}

const shown = (args) =>
  `gcloud ${args.map((arg) => (/^[\w@.,:/=+-]+$/.test(arg) ? arg : `'${arg}'`)).join(' ')}`;

/** Prints the commands without running them. */
export function printCommands(options) {
  const files = { secretFile: 'SECRET_FILE', lifecycleFile: 'LIFECYCLE_FILE', number: 'PROJECT_NUMBER' };
  for (const { words, args } of commands(options, files)) console.log(`# ${words}\n${shown(args)}\n`);
  console.log(`# LIFECYCLE_FILE\n${JSON.stringify(LIFECYCLE)}`);
}

function projectNumber(project) {
  const args = ['projects', 'describe', project, '--format', 'value(projectNumber)'];
  const described = spawnSync('gcloud', args, { encoding: 'utf8' });
  const number = described.stdout?.trim();
  if (!described.error && /^[0-9]+$/.test(number)) return number;
  throw new Error(
    `gcloud does not know the project ${project}. Install it, and sign in with: gcloud auth login`,
  );
}

function runCommand({ words, args, there }) {
  console.log(`\n${words}\n  ${shown(args)}`);
  const { status, stderr } = spawnSync('gcloud', [...args, '--quiet'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const exists = there === true && /already exists|already own|409/i.test(stderr ?? '');
  if (status === 0 || exists) return;
  throw new Error(`${(stderr ?? '').trim()}\nThis step failed; the command may be run again as a whole.`);
}

/** Can run again: keeps existing resources. */
export function deploy(options) {
  const folder = mkdtempSync(join(tmpdir(), 'companion-'));
  const files = { secretFile: join(folder, 'secret'), lifecycleFile: join(folder, 'lifecycle.json') };
  try {
    writeFileSync(files.secretFile, randomBytes(32).toString('hex'), { mode: 0o600 });
    writeFileSync(files.lifecycleFile, JSON.stringify(LIFECYCLE));
    const number = projectNumber(options.project);
    for (const command of commands(options, { ...files, number })) runCommand(command);
    console.log('\nWrite the service’s address into Tracer Tools › Settings › Companion.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
