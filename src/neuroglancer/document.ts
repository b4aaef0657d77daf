/**
 * Reads and writes JSON without changes. A viewer's state is another program's document: ordinary parsing would round
 * its 64-bit numbers, rewrite 4e-09, and move keys that look like small integers (segment 200 in `segmentColors`) to
 * the front.
 */

/** A number in its original notation. */
export class ExactNumber {
  constructor(readonly text: string) {}
}

/** An object whose keys keep their order. */
export interface Fields extends Map<string, Doc> {}

export type Doc = null | boolean | string | ExactNumber | Doc[] | Fields;

/** The input for a new document; undefined fields are left out. */
export type DocumentInput =
  | Doc
  | number
  | undefined
  | readonly DocumentInput[]
  | { readonly [key: string]: DocumentInput };

const STRING = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\r\n]*/y;
const DEEPEST = 300;

/** Throws a SyntaxError if `text` is not one JSON value. */
export function readDocument(text: string): Doc {
  let at = 0;
  const wrong = (): SyntaxError => new SyntaxError(`not JSON at character ${at + 1}`);
  const skip = (): void => {
    SPACE.lastIndex = at;
    SPACE.test(text);
    at = SPACE.lastIndex;
  };
  const token = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) throw wrong();
    const from = at;
    at = pattern.lastIndex;
    return text.slice(from, at);
  };
  const word = <T>(name: string, value: T): T => {
    if (!text.startsWith(name, at)) throw wrong();
    at += name.length;
    return value;
  };
  const string = (): string => {
    const stringToken = token(STRING);
    // biome-ignore lint/plugin: one string, which holds no number
    return stringToken.includes('\\') ? (JSON.parse(stringToken) as string) : stringToken.slice(1, -1);
  };
  const list = (depth: number): Doc[] => {
    const items: Doc[] = [];
    at++;
    for (skip(); text[at] !== ']'; ) {
      items.push(value(depth));
      if (text[at] === ',') at++;
      else if (text[at] !== ']') throw wrong();
      skip();
      if (text[at] === ']' && text[at - 1] === ',') throw wrong();
    }
    at++;
    return items;
  };
  const object = (depth: number): Fields => {
    const fields: Fields = new Map();
    at++;
    for (skip(); text[at] !== '}'; ) {
      const key = string();
      skip();
      if (text[at] !== ':' || fields.has(key)) throw wrong();
      at++;
      fields.set(key, value(depth));
      if (text[at] === ',') {
        at++;
        skip();
        if (text[at] !== '"') throw wrong();
      } else if (text[at] !== '}') throw wrong();
    }
    at++;
    return fields;
  };
  const one = (depth: number): Doc => {
    switch (text[at]) {
      case '{':
        return object(depth);
      case '[':
        return list(depth);
      case '"':
        return string();
      case 't':
        return word('true', true);
      case 'f':
        return word('false', false);
      case 'n':
        return word('null', null);
      default:
        return new ExactNumber(token(NUMBER));
    }
  };
  const value = (depth: number): Doc => {
    if (depth > DEEPEST) throw wrong();
    skip();
    const found = one(depth + 1);
    skip();
    return found;
  };
  const document = value(0);
  if (at < text.length) throw wrong();
  return document;
}

/** Compact text: spaces between tokens are dropped, everything else is kept. */
export function writeDocument(doc: Doc): string {
  if (doc instanceof ExactNumber) return doc.text;
  if (Array.isArray(doc)) return `[${doc.map(writeDocument).join(',')}]`;
  if (doc instanceof Map) {
    const fields: string[] = [];
    for (const [key, field] of doc) fields.push(`${JSON.stringify(key)}:${writeDocument(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(doc);
}

export function makeDocument(value: DocumentInput): Doc {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('JSON has no NaN or Infinity');
    // biome-ignore lint/plugin: a number
    return new ExactNumber(String(value));
  }
  if (typeof value !== 'object' || value instanceof ExactNumber) return value;
  if (Array.isArray(value)) return (value as readonly DocumentInput[]).map(makeDocument);
  if (isFields(value)) return value;
  return makeFields(value as { [key: string]: DocumentInput });
}

const isFields = (value: object): value is Fields => value instanceof Map;

export function makeFields(value: { readonly [key: string]: DocumentInput }): Fields {
  const fields: Fields = new Map();
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) fields.set(key, makeDocument(field));
  }
  return fields;
}

/** A deep copy that can be changed without an effect on the original. */
export function copyDocument<T extends Doc>(doc: T): T {
  if (Array.isArray(doc)) return doc.map(copyDocument) as unknown as T;
  if (!(doc instanceof Map)) return doc;
  const copy: Fields = new Map();
  for (const [key, field] of doc as Fields) copy.set(key, copyDocument(field));
  return copy as unknown as T;
}

// The value as an object, or null. States are checked, not trusted.

export const fieldsOf = (doc: Doc | undefined): Fields | null => (doc instanceof Map ? doc : null);
export const listOf = (doc: Doc | undefined): Doc[] => (Array.isArray(doc) ? doc : []);

/** A text, or a number in its original notation; '' for any other value. */
export function docText(doc: Doc | undefined): string {
  if (typeof doc === 'string') return doc;
  return doc instanceof ExactNumber ? doc.text : '';
}

export function numberOf(doc: Doc | undefined): number | null {
  // biome-ignore lint/plugin: a number's own text
  const number = doc instanceof ExactNumber ? Number(doc.text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** The numbers of a list, or null if the value is not a list of numbers. */
export function numbersOf(doc: Doc | undefined): number[] | null {
  if (!Array.isArray(doc)) return null;
  const numbers = doc.map(numberOf);
  return numbers.every((number) => number !== null) ? (numbers as number[]) : null;
}
