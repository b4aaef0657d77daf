// npm run deploy: builds the add-on and pushes it to a script of yours with clasp.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ROOT, run } from './lib.mjs';
import { ownOptions } from './options.mjs';

const CLASP = join(ROOT, 'node_modules', '@google', 'clasp', 'build', 'src', 'index.js');

function refuse(...lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}

ownOptions({}, { help: 'CLASP_SCRIPT_ID=<id> npm run deploy' });
const project = JSON.parse(readFileSync(join(ROOT, '.clasp.json'), 'utf8'));
const scriptId = (process.env.CLASP_SCRIPT_ID ?? '').trim() || project.scriptId;
if (!scriptId) {
  refuse(
    'Nothing was pushed: no script id is known.',
    'In the spreadsheet open Extensions › Apps Script › Project settings and copy the script id; then either',
    '  CLASP_SCRIPT_ID=<id> npm run deploy',
    'or write it into .clasp.json as "scriptId".',
  );
}

const asked = spawnSync(process.execPath, [CLASP, 'show-authorized-user', '--json'], { encoding: 'utf8' });
let who = { loggedIn: false };
try {
  who = JSON.parse(asked.stdout);
} catch {
  refuse('Nothing was pushed: clasp could not say who is logged in.', asked.stderr.trim());
}
if (!who.loggedIn) {
  refuse(
    'Nothing was pushed: clasp is not logged in. Do these two once, then try again:',
    '  npx clasp login',
    '  switch on the Apps Script API at https://script.google.com/home/usersettings',
  );
}

const { formulas } = await build();
const addon = join(ROOT, 'dist', 'addon');
console.log(`To script ${scriptId}${who.email ? `, as ${who.email}` : ''}, replacing all that is in it:`);
for (const name of readdirSync(addon).sort()) {
  console.log(`  ${name}  ${(statSync(join(addon, name)).size / 1024).toFixed(0)} KB`);
}
console.log(`  ${formulas} formulas`);

// clasp expects the sources inside the folder of its project file; a script id given for this run is not written to
// .clasp.json.
const folder = join(ROOT, 'dist');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, '.clasp.json'), JSON.stringify({ ...project, scriptId, rootDir: 'addon' }));
const code = await run(process.execPath, [
  CLASP,
  '--project',
  join(folder, '.clasp.json'),
  'push',
  '--force',
]);
if (code !== 0) refuse('clasp push failed; what it said is above.');
console.log('Pushed. Reload the spreadsheet: Extensions › Tracer Tools.');
