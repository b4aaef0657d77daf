// npm run deploy: builds the add-on and pushes it with clasp to your script, or (--template) to a new spreadsheet that
// others can copy.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeManifest } from './bundle/manifest.mjs';
import { claspProgram } from './clasp.mjs';
import { freshAddon } from './fresh.mjs';
import { ROOT, run } from './lib.mjs';
import { ownOptions } from './options.mjs';

const HELP = `CLASP_SCRIPT_ID=<id> npm run deploy       pushes to the script of one spreadsheet
npm run deploy -- --template [TITLE]    makes a new spreadsheet with the add-on, for others to copy
  --cloud-storage                       the Files panel may use each user's own Cloud Storage buckets; Google asks them`;

function refuse(...lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}

const { values, positionals } = ownOptions(
  { template: { type: 'boolean' }, 'cloud-storage': { type: 'boolean' } },
  { help: HELP, positionals: true },
);
const project = JSON.parse(readFileSync(join(ROOT, '.clasp.json'), 'utf8'));

function requireLogin() {
  const answer = spawnSync(process.execPath, [clasp, 'show-authorized-user', '--json'], {
    encoding: 'utf8',
  });
  let user;
  try {
    user = JSON.parse(answer.stdout);
  } catch {
    refuse('Nothing was pushed: clasp could not say who is logged in.', answer.stderr.trim());
  }
  if (!user.loggedIn) {
    refuse(
      'Nothing was pushed: clasp is not logged in. Do these two once, then try again:',
      '  npm run clasp -- login',
      '  switch on the Apps Script API at https://script.google.com/home/usersettings',
    );
  }
  return user;
}

/** Creates a spreadsheet with its own script; clasp pulls the script's first files into a folder. */
function newSpreadsheet(title) {
  const folder = join(ROOT, 'dist', 'template');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const answer = spawnSync(
    process.execPath,
    [clasp, '--json', 'create-script', '--type', 'sheets', '--title', title],
    { cwd: folder, encoding: 'utf8' },
  );
  try {
    const { scriptId, parentId } = JSON.parse(answer.stdout);
    if (answer.status === 0 && scriptId && parentId) return { scriptId, parentId };
  } catch {
    // The error below contains clasp's own message.
  }
  return refuse('No spreadsheet was made: clasp said', (answer.stderr || answer.stdout).trim());
}

async function push(scriptId, user) {
  const addon = join(ROOT, 'dist', 'addon');
  writeManifest(addon, { cloudStorage: values['cloud-storage'] });
  console.log(`To script ${scriptId}${user.email ? `, as ${user.email}` : ''}, replacing all that is in it:`);
  for (const name of readdirSync(addon).sort()) {
    console.log(`  ${name}  ${(statSync(join(addon, name)).size / 1024).toFixed(0)} KB`);
  }
  // clasp expects the sources inside the folder of its project file. A script id given for this run is not saved in
  // .clasp.json.
  const folder = join(ROOT, 'dist');
  writeFileSync(join(folder, '.clasp.json'), JSON.stringify({ ...project, scriptId, rootDir: 'addon' }));
  const code = await run(process.execPath, [
    clasp,
    '--project',
    join(folder, '.clasp.json'),
    'push',
    '--force',
  ]);
  if (code !== 0) refuse('clasp push failed; what it said is above.');
}

if (positionals.length > (values.template ? 1 : 0)) refuse(HELP);
const scriptId = (process.env.CLASP_SCRIPT_ID ?? '').trim() || project.scriptId;
if (!values.template && !scriptId) {
  refuse(
    'Nothing was pushed: no script id is known.',
    'In the spreadsheet open Extensions › Apps Script › Project settings and copy the script id; then either',
    '  CLASP_SCRIPT_ID=<id> npm run deploy',
    'or write it into .clasp.json as "scriptId".',
  );
}
const clasp = claspProgram();
if (clasp === null) refuse('Nothing was pushed: clasp could not be installed; what npm said is above.');
const user = requireLogin();
await freshAddon();
if (values.template) {
  const { scriptId, parentId } = newSpreadsheet(positionals[0] ?? 'Tracer Tools');
  await push(scriptId, user);
  console.log(
    [
      '',
      `The template:      https://docs.google.com/spreadsheets/d/${parentId}/edit`,
      `Address for copies: https://docs.google.com/spreadsheets/d/${parentId}/copy`,
      'Share the template as "anyone with the link: viewer" first. A copy carries the script as it is now; it does not',
      'follow later versions. docs/install.md says what people see when they open their copy.',
    ].join('\n'),
  );
} else {
  await push(scriptId, user);
  console.log('Pushed. Reload the spreadsheet: Extensions › Tracer Tools.');
}
