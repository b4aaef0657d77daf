#!/usr/bin/env node
// npx tracertools: runs any function of the catalogue in a terminal. --help lists them. In the package it runs the
// built program; in the repository it first builds it if a source has changed.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Before the program is loaded there is nothing to clean up.
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const leave = () => process.exit(130);
for (const signal of SIGNALS) process.on(signal, leave);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isRepository = existsSync(join(root, 'src', 'cli', 'start.ts'));
const program = isRepository
  ? (await import('./cli.mjs')).freshCli()
  : join(root, 'dist', 'cli', 'tracertools.cjs');
const { start } = createRequire(import.meta.url)(program);
const running = start(process.argv.slice(2));
for (const signal of SIGNALS) process.off(signal, leave);
await running;
