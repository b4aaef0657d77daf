/**
 * `npm run sandbox`: serves the CAVE sandbox and the page on a port, until the process is stopped. One JSON line
 * reports that it is ready.
 */
import { CERTS } from '@tracer-tools/cave/identity';
import { readArguments, start } from './main';

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2), process.cwd(), 0);
  const playground = await start(options);
  const { origin, sandbox, close } = playground;
  const stop = (): void => {
    close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const { token, datastacks, storageToken, s3Keys, identity } = sandbox;
  const { audience } = identity;
  const certs = `${origin}${CERTS}`;
  const page = `${origin}/`;
  const companion = await playground.companion;
  if (playground.companionProblem() !== '') console.error(playground.companionProblem());
  const line = {
    ready: true,
    global: origin,
    token,
    datastacks,
    page,
    certs,
    audience,
    storageToken,
    s3Keys,
    companion,
  };
  console.log(JSON.stringify(line));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
