/**
 * Encodes values as text and back, for transfer into and out of a script's context. The same function runs on both
 * sides: the host calls it, and its source is evaluated inside the context, so it must be self-contained (no import, no
 * outer name).
 */

export interface ObjectTags {
  /** Returns the tag for an object that only one side owns (a service object, an enum value), or null. */
  toTag(value: object): unknown[] | null;
  fromTag(tag: unknown[]): unknown;
}

export interface Codec {
  write(value: unknown): string;
  read(text: string): unknown;
}

/** JSON, with `{"\u0001": [tag, …]}` for values that JSON lacks: dates, undefined, NaN, long byte arrays, links. */
export function makeCodec(links: ObjectTags): Codec {
  const KEY = '\u0001';
  const BYTES_FROM = 64;
  const kindOf = (value: object) => Object.prototype.toString.call(value).slice(8, -1);
  const tagValue = (...tag: unknown[]) => ({ [KEY]: tag });

  function isBytes(list: unknown[]): boolean {
    if (list.length < BYTES_FROM) return false;
    for (const item of list) {
      if (typeof item !== 'number' || (item << 24) >> 24 !== item) return false;
    }
    return true;
  }

  function latin(list: ArrayLike<number>): string {
    const bytes = new Uint8Array(list);
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode.apply(null, bytes.subarray(at, at + 8192) as unknown as number[]);
    }
    return text;
  }

  function toSignedBytes(text: string): number[] {
    const list: number[] = new Array(text.length);
    for (let k = 0; k < text.length; k++) list[k] = (text.charCodeAt(k) << 24) >> 24;
    return list;
  }

  function pack(value: unknown, above: object[]): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : tagValue('n', String(value));
    if (typeof value === 'undefined') return tagValue('u');
    if (typeof value !== 'object') return tagValue('?', typeof value);
    const link = links.toTag(value);
    if (link) return { [KEY]: link };
    if (above.includes(value)) return tagValue('?', 'circular');
    const kind = kindOf(value);
    if (kind === 'Date') return tagValue('d', (value as Date).getTime());
    if (ArrayBuffer.isView(value)) {
      return tagValue('t', kind, latin(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
    }
    if (Array.isArray(value) && isBytes(value)) return tagValue('b', latin(value));
    above.push(value);
    let code: unknown;
    if (Array.isArray(value)) {
      const list: unknown[] = [];
      for (let k = 0; k < value.length; k++) list.push(pack(value[k], above));
      code = list;
    } else {
      const fields: Record<string, unknown> = {};
      for (const key of Object.keys(value)) {
        if (key !== KEY && key !== '__proto__') {
          fields[key] = pack((value as Record<string, unknown>)[key], above);
        }
      }
      code = fields;
    }
    above.pop();
    return code;
  }

  function unpack(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      for (let k = 0; k < value.length; k++) value[k] = unpack(value[k]);
      return value;
    }
    const fields = value as Record<string, unknown>;
    const tag = fields[KEY] as unknown[] | undefined;
    if (tag === undefined) {
      for (const key of Object.keys(fields)) fields[key] = unpack(fields[key]);
      return fields;
    }
    if (tag[0] === 'u') return undefined;
    if (tag[0] === 'n') return Number(tag[1]);
    if (tag[0] === 'd') return new Date(tag[1] === null ? Number.NaN : (tag[1] as number));
    if (tag[0] === 'b') return toSignedBytes(tag[1] as string);
    return links.fromTag(tag);
  }

  return {
    write: (value) => JSON.stringify(pack(value, [])),
    // Text without the key, however it is escaped, is plain JSON.
    read: (text) => (text.includes('\\u0001') ? unpack(JSON.parse(text)) : JSON.parse(text)),
  };
}
