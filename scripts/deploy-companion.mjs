// npm run deploy:companion: deploys the companion on Cloud Run with the fewest permissions. --help lists the options.
import { readDeployment } from './deploy-companion/options.mjs';
import { deploy, printCommands } from './deploy-companion/run.mjs';
import { runScript } from './options.mjs';

await runScript(() => {
  const options = readDeployment(process.argv.slice(2));
  if (options.dryRun) printCommands(options);
  else deploy(options);
});
