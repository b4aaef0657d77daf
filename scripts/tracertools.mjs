#!/usr/bin/env node
// npx tracertools: any catalogue function from a terminal. --help lists them. In the package it runs what was built; in
// the repository it builds first where a source has changed.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isRepository = existsSync(join(root, 'src', 'cli', 'start.ts'));
const program = isRepository
  ? (await import('./cli.mjs')).freshCli()
  : join(root, 'dist', 'cli', 'tracertools.cjs');
await createRequire(import.meta.url)(program).start(process.argv.slice(2));
