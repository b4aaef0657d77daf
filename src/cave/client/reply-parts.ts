/**
 * Strict readers for the parts of a reply: a value that does not have exactly the documented form is a damaged reply.
 */
import type { TtError } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import { asObject, hasDamagedKey, type Json } from '../../core/json';
import type { HttpReply } from '../../http/request';
import { layerOf } from './node-id';
import { damagedReply, type RequestLabel, readJson } from './replies';

type Value = Json | undefined;

/** Every method throws the error for a damaged reply, which names the service. */
export class ReplyParts {
  constructor(readonly label: RequestLabel) {}

  damageError(): TtError {
    return damagedReply(this.label);
  }

  /** The body as JSON; throws the service's own error for a failed reply. */
  json(reply: HttpReply): Json {
    return readJson(reply, this.label);
  }

  check(holds: boolean): void {
    if (!holds) throw this.damageError();
  }

  object(value: Value): { [key: string]: Json } {
    const found = asObject(value);
    if (!found) throw this.damageError();
    return found;
  }

  /**
   * An object with all keys of `required`. Other versions of a service may lack keys of `optional` and may have more
   * keys. A damaged form of an optional key is an error: in capitals, or with characters before or after it.
   */
  fields(
    value: Value,
    requiredNames: readonly string[],
    optional: readonly string[] = [],
  ): { [key: string]: Json } {
    const found = this.object(value);
    const has = (key: string) => Object.hasOwn(found, key);
    this.check(requiredNames.every(has));
    const documentedKeys = [...requiredNames, ...optional];
    this.check(!optional.some((key) => hasDamagedKey(found, key, documentedKeys)));
    return found;
  }

  list(value: Value): Json[] {
    if (!Array.isArray(value)) throw this.damageError();
    return value;
  }

  /** An exact id: digits as text, or a number below 2^53. */
  id(value: Value): Id {
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? value.toString() : value;
    const id = typeof text === 'string' ? parseId(text) : null;
    if (id === null) throw this.damageError();
    return id;
  }

  /** The id of a node at this layer. */
  node(value: Value, layer: number): Id {
    const id = this.id(value);
    this.check(layerOf(id) === layer);
    return id;
  }

  /** Distinct ids of nodes at one layer. */
  nodes(value: Value, layer: number): Id[] {
    const ids = this.list(value).map((item) => this.node(item, layer));
    this.check(new Set(ids).size === ids.length);
    return ids;
  }

  /** A number of 0 or more. */
  amount(value: Value): number {
    const number = this.finite(value);
    this.check(number >= 0);
    return number;
  }

  /** A whole number, 0 or more. */
  count(value: Value): number {
    this.check(Number.isSafeInteger(value));
    return this.amount(value);
  }

  finite(value: Value): number {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.damageError();
    return value;
  }

  /** Three finite numbers. */
  triple(value: Value): [number, number, number] {
    const list = this.list(value);
    this.check(list.length === 3);
    return [this.finite(list[0]), this.finite(list[1]), this.finite(list[2])];
  }

  /** Three sizes above 0, or null if none of them is set. */
  sizes(values: readonly Value[]): number[] | null {
    if (values.every((size) => size === null)) return null;
    const sizes = values.map((size) => this.amount(size));
    this.check(sizes.every((size) => size > 0));
    return sizes;
  }

  flag(value: Value): boolean {
    if (typeof value !== 'boolean') throw this.damageError();
    return value;
  }

  text(value: Value): string {
    if (typeof value !== 'string') throw this.damageError();
    return value;
  }

  /** A text, or a whole number as text: user ids arrive in both forms. */
  textOrCount(value: Value): string {
    return typeof value === 'string' ? value : String(this.count(value));
  }

  /** Distinct names of tables, columns or datastacks. */
  names(value: Value): string[] {
    const names = this.list(value).map((item) => this.text(item));
    this.check(names.every((name) => NAME.test(name)) && new Set(names).size === names.length);
    return names;
  }

  /** Returns null for null, else the value that `read` returns. */
  orNull<T>(value: Value, read: (value: Value) => T): T | null {
    return value === null ? null : read(value);
  }
}

const NAME = /^[^\s<>"'{}]{1,300}$/;
