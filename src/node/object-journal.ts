/**
 * What a file system does not keep of an object: its type, encoding and cache control. One hidden file in each folder
 * has a line of JSON for every object that differs from what its name says; the last line of a file counts.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, parseJson } from '../core/json';
import { contentTypeOf } from '../volumes/store/content-type';
import { unpackedName } from '../volumes/store/endings';
import { JOURNAL } from './file-names';

export interface ObjectFacts {
  /** The object's own name within the folder, and that of the file. */
  name: string;
  file: string;
  contentType: string;
  contentEncoding: string;
  cacheControl: string;
  /** Bytes of the file: of another size, it is not this object any more. */
  size: number;
}

/** No file has this size. */
const GONE = -1;

export class ObjectJournal {
  private readonly folders = new Map<string, Map<string, ObjectFacts>>();

  /** By file name. */
  of(folder: string): ReadonlyMap<string, ObjectFacts> {
    return this.read(folder);
  }

  /** Before the file itself has its name, so that no object is without its facts. */
  add(folder: string, facts: ObjectFacts): void {
    const known = this.read(folder);
    if (isPlain(facts) && !known.has(facts.file)) return;
    known.set(facts.file, facts);
    // A line that broke off is ended first.
    appendFileSync(join(folder, JOURNAL), `\n${JSON.stringify(facts)}`);
  }

  /** Another file of this name is another object. */
  remove(folder: string, file: string): void {
    const known = this.read(folder).get(file);
    if (known) this.add(folder, { ...known, size: GONE });
  }

  forget(folder: string): void {
    this.folders.delete(folder);
  }

  private read(folder: string): Map<string, ObjectFacts> {
    const known = this.folders.get(folder);
    if (known) return known;
    const facts = new Map<string, ObjectFacts>();
    const file = join(folder, JOURNAL);
    for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
      const one = factsIn(line);
      if (one) facts.set(one.file, one);
    }
    this.folders.set(folder, facts);
    return facts;
  }
}

/** What the name alone would say too. */
const isPlain = ({ name, file, contentType, contentEncoding, cacheControl }: ObjectFacts): boolean =>
  contentType === contentTypeOf(name) &&
  contentEncoding === '' &&
  cacheControl === '' &&
  unpackedName(file) === null;

/** A line that broke off is none. */
function factsIn(line: string): ObjectFacts | null {
  try {
    const json = asObject(parseJson(line));
    const text = (key: string): string => {
      if (typeof json?.[key] !== 'string') throw new Error(key);
      return json[key];
    };
    const size = Number(json?.size);
    if (!Number.isSafeInteger(size)) return null;
    return {
      name: text('name'),
      file: text('file'),
      contentType: text('contentType'),
      contentEncoding: text('contentEncoding'),
      cacheControl: text('cacheControl'),
      size,
    };
  } catch {
    return null;
  }
}
