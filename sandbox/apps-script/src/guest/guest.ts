/**
 * Runs inside a script's context before the script: builds the service objects from a description and sends each call
 * through one function. Its source text is evaluated in the context, so it must be self-contained (type imports only,
 * no outer name).
 */

import type { Codec, ObjectTags } from './codec';

/** Describes the services that the context receives. */
export interface GuestSpec {
  /** Method names of each class of objects. */
  classes: Record<string, string[]>;
  /** Classes that are global objects, such as UrlFetchApp. */
  globals: string[];
  enums: Record<string, string[]>;
  /** Enums by the class that they belong to: `ScriptApp.AuthMode`, `ui.Button`. */
  enumsOf: Record<string, string[]>;
}

/** The only connection to the host. It takes and returns text, and never throws. */
export type Bridge = (operation: string, text: string) => string;

/** Returns the function that runs the entry point which the bridge names. */
export function guest(
  bridge: Bridge,
  makeCodec: (links: ObjectTags) => Codec,
  spec: GuestSpec,
  ownClock: boolean,
): () => void {
  type Wrapped = Record<string, unknown>;
  const ids = new WeakMap<object, unknown>();
  const wrappers = new Map<unknown, object>();
  const enumTags = new WeakMap<object, unknown[]>();
  const enums: Record<string, Record<string, object>> = {};
  const prototypes: Record<string, Wrapped> = {};
  let dead = false;

  const hide = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });

  // Enums, classes and global objects are created on first use, because most executions use few of them.
  function enumOf(type: string): Record<string, object> {
    let members = enums[type];
    if (members) return members;
    members = {};
    for (const [ordinal, name] of (spec.enums[type] ?? []).entries()) {
      const member = {};
      hide(member, 'toString', () => name);
      hide(member, 'name', () => name);
      hide(member, 'ordinal', () => ordinal);
      hide(member, 'toJSON', () => name);
      enumTags.set(member, ['e', type, name]);
      members[name] = member;
    }
    enums[type] = members;
    return members;
  }

  const codec = makeCodec({
    toTag(value) {
      const id = ids.get(value);
      return id === undefined ? (enumTags.get(value) ?? null) : ['r', id];
    },
    fromTag(tag) {
      if (tag[0] === 'e') return enumOf(tag[1] as string)[tag[2] as string];
      return wrap(tag[1], tag[2] as string);
    },
  });

  function endError(): Error {
    const error = new Error('This execution has ended');
    error.name = 'ExecutionEnded';
    return error;
  }

  function call(id: unknown, method: string, args: unknown[]): unknown {
    if (dead) throw endError();
    if (id === undefined) throw new TypeError(`${method} was called without its object`);
    const callArguments = args.map((argument) => (argument === undefined ? null : argument));
    const reply = bridge('call', codec.write([id, method, callArguments]));
    const head = reply.charAt(0);
    if (head === '=') return codec.read(reply.slice(1));
    if (head !== '!') {
      dead = true;
      throw endError();
    }
    const error = new Error(reply.slice(1));
    error.name = 'Exception';
    error.stack = String(error.stack)
      .split('\n')
      .filter((line) => !line.includes('apps-script-services'))
      .join('\n')
      .replace(/^Error:/, 'Exception:');
    throw error;
  }

  function prototypeOf(name: string): Wrapped {
    let prototype = prototypes[name];
    if (prototype) return prototype;
    prototype = {};
    for (const method of spec.classes[name] ?? []) {
      hide(prototype, method, function (this: object, ...args: unknown[]) {
        return call(ids.get(this), method, args);
      });
    }
    hide(prototype, 'toString', () => name);
    for (const type of spec.enumsOf[name] ?? []) {
      Object.defineProperty(prototype, type, { get: () => enumOf(type), configurable: true });
    }
    if (name === 'Logger') hide(prototype, 'log', log);
    if (name === 'HtmlTemplate') hide(prototype, 'evaluate', evaluate);
    prototypes[name] = prototype;
    return prototype;
  }

  function wrap(id: unknown, kind: string): object {
    let wrapper = wrappers.get(id);
    if (wrapper === undefined) {
      wrapper = Object.create(prototypeOf(kind)) as object;
      wrappers.set(id, wrapper);
      ids.set(wrapper, id);
    }
    return wrapper;
  }

  function textOf(value: unknown): string {
    if (value === null || typeof value !== 'object') return String(value);
    if (ids.has(value) || enumTags.has(value) || value instanceof Error) return String(value);
    try {
      return JSON.stringify(value);
    } catch {
      return String(value);
    }
  }

  function sentence(args: unknown[]): string {
    const rest = args.slice(1);
    const first = textOf(args.length === 0 ? '' : args[0]);
    const head = first.replace(/%[sdifjo]/g, (mark) => (rest.length > 0 ? textOf(rest.shift()) : mark));
    return [head, ...rest.map(textOf)].join(' ');
  }

  function log(this: object, ...args: unknown[]): unknown {
    return call(ids.get(this), 'log', [sentence(args)]);
  }

  const message =
    (level: string) =>
    (...args: unknown[]) => {
      if (!dead) bridge('log', `${level} ${sentence(args)}`);
    };
  const timers: Record<string, number> = {};
  hide(globalThis, 'console', {
    log: message('log'),
    info: message('info'),
    warn: message('warn'),
    error: message('error'),
    debug: message('debug'),
    time: (label = 'default') => {
      timers[label] = Date.now();
    },
    timeEnd: (label = 'default') =>
      message('debug')(`${label}: ${Date.now() - (timers[label] ?? Date.now())}ms`),
  });

  /** The code of a template sees the template's properties and the script's functions. */
  function evaluate(this: Wrapped): unknown {
    const names = Object.keys(this);
    const body = call(ids.get(this), 'getCode', []);
    const parts: string[] = [];
    const safe = (value: unknown) =>
      String(value ?? '').replace(/[&<>"'`]/g, (mark) => `&#${mark.charCodeAt(0)};`);
    const output = {
      raw: (value: unknown) => parts.push(String(value ?? '')),
      safe: (value: unknown) => parts.push(safe(value)),
    };
    const make = new Function('output', ...names, String(body));
    make(output, ...names.map((name) => this[name]));
    return call('HtmlService', 'createHtmlOutput', [parts.join('')]);
  }

  for (const name of spec.globals) {
    Object.defineProperty(globalThis, name, {
      get: () => {
        const service = wrap(name, name);
        hide(globalThis, name, service);
        return service;
      },
      set: (value: unknown) => hide(globalThis, name, value),
      configurable: true,
      enumerable: false,
    });
  }

  if (!ownClock) {
    const RealDate = Date;
    const now = () => Number(bridge('now', ''));
    const Clocked = function (this: unknown, ...args: unknown[]): unknown {
      if (!new.target) return new RealDate(now()).toString();
      const target: unknown = new.target === (Clocked as unknown) ? RealDate : new.target;
      return Reflect.construct(RealDate, args.length > 0 ? args : [now()], target as typeof RealDate);
    };
    hide(Clocked, 'name', 'Date');
    hide(Clocked, 'length', 7);
    Object.defineProperty(Clocked, 'prototype', { value: RealDate.prototype, writable: false });
    hide(Clocked, 'now', now);
    hide(Clocked, 'UTC', RealDate.UTC);
    hide(Clocked, 'parse', RealDate.parse);
    hide(RealDate.prototype, 'constructor', Clocked);
    hide(globalThis, 'Date', Clocked);
  }

  function fail(error: unknown): void {
    const isError = error !== null && typeof error === 'object' && 'message' in error;
    const problem = (isError ? error : { message: String(error), name: '' }) as Error;
    const stack = String(problem.stack ?? '');
    const line = /Code\.gs:(\d+)/.exec(stack);
    const report = [String(problem.name ?? ''), String(problem.message), line ? Number(line[1]) : 0, stack];
    bridge('fail', codec.write(report));
  }

  return function invoke() {
    try {
      const [name, args] = codec.read(bridge('start', '')) as [string, unknown[]];
      const root = name.split('.')[0];
      // A function created from text sees the script's top-level const and let declarations, as in Apps Script.
      const find = new Function(`return typeof ${root} === 'undefined' ? undefined : ${name};`);
      const found: unknown = find();
      if (typeof found !== 'function') {
        bridge('missing', name);
        return;
      }
      const value: unknown = found(...args);
      if (value !== null && typeof value === 'object' && typeof (value as Wrapped).then === 'function') {
        bridge('pending', '');
        Promise.resolve(value).then((result) => bridge('done', codec.write(result)), fail);
        return;
      }
      bridge('done', codec.write(value));
    } catch (error) {
      fail(error);
    }
  };
}
