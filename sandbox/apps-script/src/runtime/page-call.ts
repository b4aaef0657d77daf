/** google.script.run: the functions that pages may call, and the values that may pass in both directions. */

import type { Switches } from '../platform/options';
import type { Script } from '../platform/script';
import { isDate, isPlainObject, ServiceObject, Untransferable } from '../platform/service-object';
import { BlobObject } from '../services/content/blob';
import type { ServiceContext } from '../services/context';
import type { Outcome } from './outcome';

/** An uploaded file: a field of the single form that a page may send. */
export class PageFile {
  constructor(
    readonly name: string,
    readonly type: string,
    readonly bytes: Uint8Array,
  ) {}
}

const refusal = (message: string, name = 'TypeError'): Outcome => ({ ok: false, name, message, line: 0 });

/** Returns an error unless `fn` is a top-level function whose name does not end with an underscore. */
export function checkPageFunction(script: Script, fn: string): Outcome | null {
  return script.find(fn)?.visible ? null : refusal(`google.script.run.${fn} is not a function`);
}

/** The error for a value that may not be an argument, or null. */
export function checkPageArguments(args: readonly unknown[]): Outcome | null {
  for (const [at, argument] of args.entries()) {
    if (!isTransferable(argument, args.length === 1, [])) {
      return refusal(`Failed due to illegal value in property: ${at}`);
    }
  }
  return null;
}

function isTransferable(value: unknown, mayHoldFiles: boolean, above: unknown[]): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return true;
  if (typeof value !== 'object' || isDate(value) || above.includes(value)) return false;
  const inside = [...above, value];
  if (Array.isArray(value)) return value.every((item) => isTransferable(item, false, inside));
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== null && Object.getPrototypeOf(proto) !== null) return false;
  return Object.values(value).every((item) =>
    item instanceof PageFile ? mayHoldFiles : isTransferable(item, false, inside),
  );
}

/** The arguments after a JSON round trip; files of a form become Blobs of the execution. */
export function pageArguments(args: readonly unknown[]): (execution: ServiceContext) => unknown[] {
  return (execution) =>
    args.map((argument) => {
      if (argument === undefined) return null;
      const files = isPlainObject(argument)
        ? Object.entries(argument).filter(([, file]) => file instanceof PageFile)
        : [];
      const plain = JSON.parse(JSON.stringify(argument)) as Record<string, unknown>;
      for (const [name, file] of files as [string, PageFile][]) {
        plain[name] = new BlobObject(execution, file.bytes, file.type, file.name);
      }
      return plain;
    });
}

const UNSUPPORTED = 'The script completed but the returned value is not a supported return type.';

/** The value for the success or failure handler. */
export function pageResult(outcome: Outcome, switches: Switches): Outcome {
  if (!outcome.ok) {
    const prefix = switches.failurePrefix && outcome.name !== '' ? `${outcome.name}: ` : '';
    return { ...outcome, message: prefix + outcome.message };
  }
  const seenKinds = { date: false, foreign: false };
  const value = plain(outcome.value, seenKinds);
  if (seenKinds.foreign || (seenKinds.date && switches.returnedDate === 'fail'))
    return refusal(UNSUPPORTED, 'Error');
  return { ok: true, value: seenKinds.date ? null : value };
}

/** The value as it crosses over; notes in `seenKinds` what cannot cross. */
function plain(value: unknown, seenKinds: { date: boolean; foreign: boolean }): unknown {
  if (isDate(value)) seenKinds.date = true;
  else if (value instanceof Untransferable || value instanceof ServiceObject) seenKinds.foreign = true;
  else if (Array.isArray(value))
    return value.map((item) => (item === undefined ? null : plain(item, seenKinds)));
  else if (isPlainObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, plain(item, seenKinds)]));
  } else if (typeof value === 'number' && !Number.isFinite(value)) return null;
  else return value ?? null;
  return null;
}
