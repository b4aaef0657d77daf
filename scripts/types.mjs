// npm run types: checks each part of the project against the libraries that it may use.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, runBeside } from './lib.mjs';

const PROJECTS = [
  'tsconfig.json',
  'tsconfig.addon.json',
  'tsconfig.browser.json',
  'tsconfig.node.json',
  'test/browser/client/tsconfig.json',
];

/** Returns the projects with errors; the errors are on the terminal. */
export async function checkTypes() {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const failed = [];
  for (const project of PROJECTS) {
    if ((await runBeside(process.execPath, [tsc, '-p', project])) !== 0) failed.push(project);
  }
  return failed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const failed = await checkTypes();
  console.log(
    failed.length > 0 ? `types: errors in ${failed.join(', ')}` : `types: ${PROJECTS.length} projects clean`,
  );
  process.exitCode = failed.length > 0 ? 1 : 0;
}
