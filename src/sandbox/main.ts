/** `npm run sandbox`: the CAVE sandbox on a port, until it is told to stop. One JSON line says that it is ready. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { createCaveSandbox } from './cave';
import { controlHandler } from './cave/services/control';
import { serve } from './server';

function wholeNumber(name: string, value: string | undefined, missing: number): number {
  if (value === undefined) return missing;
  if (!/^[0-9]+$/.test(value)) throw new Error(`--${name} must be a whole number, not "${value}"`);
  return Number(value);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      latency: { type: 'string' },
      seed: { type: 'string' },
      ids: { type: 'string', multiple: true },
    },
  });
  const port = wholeNumber('port', values.port, 0);
  const ids = (values.ids ?? []).map((file) => ({ name: basename(file), tsv: readFileSync(file, 'utf8') }));
  // The port is known only once it is open, and the world must name it: requests wait for the handler.
  let handlers: Parameters<typeof serve>[0]['handlers'] = [];
  const served = await serve({
    port,
    handlers: [
      async (request) => {
        for (const handler of handlers) {
          const reply = await handler(request);
          if (reply !== null) return reply;
        }
        return null;
      },
    ],
  });
  const sandbox = createCaveSandbox({
    origin: served.origin,
    seed: wholeNumber('seed', values.seed, 1),
    latencyMs: wholeNumber('latency', values.latency, 0),
    ids,
    // Outside clients must be able to read it without a bucket.
    watershed: 'here',
  });
  handlers = [controlHandler(sandbox), sandbox.handle];
  const stop = (): void => {
    served.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  console.log(
    JSON.stringify({
      ready: true,
      global: served.origin,
      token: sandbox.token,
      datastacks: sandbox.datastacks,
      page: `${served.origin}/`,
    }),
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
