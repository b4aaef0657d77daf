/** Entry of the companion: one JSON line on standard output when it is ready, the log on standard error. */
import { join } from 'node:path';
import { readConfig } from './config';
import { startService } from './start';

async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env);
  const started = await startService(config, join(__dirname, 'worker.cjs'), (line) =>
    process.stderr.write(line),
  );
  const { port, url } = started;
  process.stdout.write(`${JSON.stringify({ ready: true, port, url, version: config.version })}\n`);
  const stop = (): void => {
    // Cloud Run gives ten seconds; what is under way ends as BUSY and is asked again.
    setTimeout(() => process.exit(0), 5000).unref();
    void started.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
