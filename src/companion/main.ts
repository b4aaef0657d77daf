/** Entry of the companion. Prints one line of JSON on standard output when ready; logs go to standard error. */
import { join } from 'node:path';
import { readConfig } from './config';
import { startService } from './start';

async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env);
  const service = await startService(config, join(__dirname, 'worker.cjs'), (line) =>
    process.stderr.write(line),
  );
  const { port, url } = service;
  process.stdout.write(`${JSON.stringify({ ready: true, port, url, version: config.version })}\n`);
  const stop = (): void => {
    // Cloud Run gives ten seconds. Work in progress ends as BUSY, and its caller tries again.
    setTimeout(() => process.exit(0), 5000).unref();
    void service.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
