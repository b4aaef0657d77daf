// npm start: builds what is missing or out of date, and serves the spreadsheet page with its sandbox on this machine.
// Options after `--`: --port N, --latency MS, --seed S.
import { addonIsFresh, freshAddon } from './fresh.mjs';
import { loadBeside, onParentExit, ROOT } from './lib.mjs';

process.chdir(ROOT);
// Before the page is up there is nothing to close.
const leave = () => process.exit(0);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, leave);
onParentExit(() => process.emit('SIGTERM'));
try {
  if (!addonIsFresh())
    console.log('Building the add-on: some seconds, and only after a change of its sources.');
  const built = freshAddon();
  const page = loadBeside('sandbox/playground/src/main.ts', 'page');
  await Promise.all([built, page.then(({ main }) => main(process.argv.slice(2), built))]);
  for (const signal of ['SIGTERM', 'SIGINT']) process.off(signal, leave);
} catch (error) {
  console.error(
    error?.code === 'EADDRINUSE'
      ? `Port ${error.port} is in use on this machine: choose another with npm start -- --port 8888`
      : error instanceof Error
        ? error.message
        : String(error),
  );
  process.exit(1);
}
