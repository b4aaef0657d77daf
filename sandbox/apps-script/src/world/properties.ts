/** The property stores: one for the script, one per user, one per document. They outlive executions. */

import { ScriptError } from '../platform/errors';

const VALUE_BYTES = 9 * 1024;
const STORE_BYTES = 500 * 1024;
const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

export class PropertyStore {
  private readonly values = new Map<string, string>();
  private size = 0;

  get(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  set(key: string, value: string): void {
    if (bytes(key) > VALUE_BYTES) throw new ScriptError('Argument too large: key');
    if (bytes(value) > VALUE_BYTES) throw new ScriptError('Argument too large: value');
    const old = this.values.get(key);
    const size = this.size + bytes(key) + bytes(value) - (old === undefined ? 0 : bytes(key) + bytes(old));
    if (size > STORE_BYTES) {
      throw new ScriptError(
        'You have exceeded the property storage quota. Please remove some properties and try again.',
      );
    }
    this.values.set(key, value);
    this.size = size;
  }

  delete(key: string): void {
    const old = this.values.get(key);
    if (old === undefined) return;
    this.size -= bytes(key) + bytes(old);
    this.values.delete(key);
  }

  clear(): void {
    this.values.clear();
    this.size = 0;
  }

  all(): Record<string, string> {
    return Object.fromEntries(this.values);
  }
}

/** Stores by name: `script`, `user ada@example.org`, `document 1abc`. */
export class PropertyStores {
  private readonly stores = new Map<string, PropertyStore>();

  named(name: string): PropertyStore {
    const store = this.stores.get(name) ?? new PropertyStore();
    this.stores.set(name, store);
    return store;
  }
}
