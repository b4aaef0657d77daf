/** All built-in functions of this model, by name in capitals. */
import type { Builtin, LazyBuiltin } from '../context';
import { arrays } from './arrays';
import { days } from './days';
import { info, infoLazy } from './info';
import { logic, logicLazy } from './logic';
import { lookup } from './lookup';
import { math } from './math';
import { queryLazy } from './query';
import { texts } from './text';

export const builtins: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({ ...math, ...texts, ...info, ...logic, ...lookup, ...arrays, ...days }),
);

export const lazyBuiltins: ReadonlyMap<string, LazyBuiltin> = new Map(
  Object.entries({ ...logicLazy, ...infoLazy, ...queryLazy }),
);

export function isBuiltin(name: string): boolean {
  return builtins.has(name) || lazyBuiltins.has(name);
}
