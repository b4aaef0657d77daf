#!/usr/bin/env node
// npx tracertools: any catalogue function from a terminal. --help lists them.
import { load } from './lib.mjs';

const { main } = load('src/cli/main.ts', 'cli');
process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
  stopped: new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop());
  }),
});
