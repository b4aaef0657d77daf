/** Starts one operation on a store as the command line starts: with the code cache of its program. */
import { join } from 'node:path';
import { loadProgram } from '../src/node/code-cache';

loadProgram(join(__dirname, 'bench-stores-child.cjs'), join(__dirname, 'cache'), true);
