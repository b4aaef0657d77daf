/** Objects that scripts hold: their classes, the signatures of their methods, and the checks of arguments. */

import { ScriptError } from './errors';

/** A member of a service's enum, such as ScriptApp.AuthMode.FULL. */
export class EnumValue {
  constructor(
    readonly type: string,
    readonly name: string,
  ) {}
}

/** A value that cannot be transferred: `bigint`, `function`, `symbol`, `circular`, or a typed array. */
export class Untransferable {
  constructor(
    readonly type: string,
    /** Bytes of a typed array, one character each. */
    readonly latin = '',
  ) {}
}

/** An object of a service. `kind` is the class name that scripts see. */
export abstract class ServiceObject {
  abstract readonly kind: string;
}

/**
 * Signatures that a method accepts, each a comma list: s string, S anything that converts to one, n number, b boolean,
 * d date, a array, o map, v cell value, * anything, r:Kind object, e:Type enum. `?` marks an optional argument.
 */
export type Signatures = Record<string, readonly string[]>;

export interface ServiceClass {
  readonly signatures: Signatures;
  /** Path of the class in the reference: `SpreadsheetApp.Range`. */
  readonly path: string;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    value !== null &&
    typeof value === 'object' &&
    !Array.isArray(value) &&
    !(value instanceof ServiceObject) &&
    !(value instanceof EnumValue) &&
    !(value instanceof Untransferable) &&
    !isDate(value)
  );
}

/** Dates come from several realms, so `instanceof` does not recognize them. */
export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function fits(letter: string, value: unknown): boolean {
  const simple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (letter === '*') return true;
  if (letter === 's') return typeof value === 'string';
  if (letter === 'S') return simple || isDate(value);
  if (letter === 'n') return typeof value === 'number' && Number.isFinite(value);
  if (letter === 'b') return typeof value === 'boolean';
  if (letter === 'd') return isDate(value);
  if (letter === 'a') return Array.isArray(value);
  if (letter === 'o') return isPlainObject(value);
  if (letter === 'v') return value === null || simple || isDate(value);
  if (letter.startsWith('r:')) return value instanceof ServiceObject && value.kind === letter.slice(2);
  if (letter.startsWith('e:')) return value instanceof EnumValue && value.type === letter.slice(2);
  throw new Error(`unknown signature letter ${letter}`);
}

export function matchesSignature(signature: string, args: readonly unknown[]): boolean {
  const parts = signature === '' ? [] : signature.split(',');
  if (args.length > parts.length) return false;
  return parts.every((part, at) => {
    const optional = part.endsWith('?');
    const letter = optional ? part.slice(0, -1) : part;
    return at >= args.length ? optional : fits(letter, args[at]);
  });
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'number') return 'number';
  if (Array.isArray(value)) return `${value.length > 0 ? typeName(value[0]) : 'Object'}[]`;
  if (value instanceof ServiceObject) return value.kind;
  if (value instanceof EnumValue) return value.type;
  if (value instanceof Untransferable) return value.type;
  return isDate(value) ? 'Date' : 'Object';
}

/** Throws for arguments that match no signature, with Apps Script's message. */
export function checkSignature(of: ServiceClass, method: string, args: readonly unknown[]): void {
  const signatures = of.signatures[method] ?? [];
  if (signatures.some((signature) => matchesSignature(signature, args))) return;
  const types = args.map(typeName).join(',');
  throw new ScriptError(
    `The parameters (${types}) don't match the method signature for ${of.path}.${method}.`,
  );
}
