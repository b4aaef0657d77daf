/**
 * What a file system does not keep of an object: its type, encoding and cache control. One hidden file in each folder
 * has a line of JSON for every object that differs from what its name says; the last line of a file counts.
 */
import { appendFileSync, constants, existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, parseJson } from '../../core/json';
import { contentTypeOf } from '../../volumes/store/content-type';
import { unpackedName } from '../../volumes/store/endings';
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

class FolderFacts {
  private readonly byFile = new Map<string, ObjectFacts>();
  private readonly filesByName = new Map<string, string[]>();

  of(file: string): ObjectFacts | undefined {
    return this.byFile.get(file);
  }

  named(name: string): ObjectFacts[] {
    const files = this.filesByName.get(name) ?? [];
    return files.map((file) => this.byFile.get(file)!).filter((facts) => facts.name === name);
  }

  set(facts: ObjectFacts): void {
    const { name, file } = facts;
    this.byFile.set(file, facts);
    const files = this.filesByName.get(name) ?? [];
    if (!files.includes(file)) this.filesByName.set(name, [...files, file]);
  }
}

export class ObjectJournal {
  private readonly folders = new Map<string, FolderFacts>();

  of(folder: string, file: string): ObjectFacts | undefined {
    return this.read(folder).of(file);
  }

  /** Of the objects of one name: each encoding has a file of its own. */
  named(folder: string, name: string): ObjectFacts[] {
    return this.read(folder).named(name);
  }

  /** Before the file itself has its name, so that no object is without its facts. */
  add(folder: string, facts: ObjectFacts): void {
    const known = this.read(folder);
    if (isPlain(facts) && known.of(facts.file) === undefined) return;
    known.set(facts);
    // A line that broke off is ended first.
    const { O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW = 0 } = constants;
    const flag = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW;
    appendFileSync(join(folder, JOURNAL), `\n${JSON.stringify(facts)}`, { flag: flag as unknown as string });
  }

  /** Another file of this name is another object. */
  remove(folder: string, file: string): void {
    const known = this.of(folder, file);
    if (known) this.add(folder, { ...known, size: GONE });
  }

  forget(folder: string): void {
    this.folders.delete(folder);
  }

  private read(folder: string): FolderFacts {
    const known = this.folders.get(folder);
    if (known) return known;
    const facts = new FolderFacts();
    const file = join(folder, JOURNAL);
    for (const line of isOwnFile(file) ? readFileSync(file, 'utf8').split('\n') : []) {
      const one = factsIn(line);
      if (one) facts.set(one);
    }
    this.folders.set(folder, facts);
    return facts;
  }
}

/** No link, which may lead anywhere. */
const isOwnFile = (path: string): boolean => existsSync(path) && lstatSync(path).isFile();

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
    // A step to another folder is no name: the file may have come with a folder of somebody else's.
    const plain = (key: string): string => {
      if (/^\.{0,2}$|[/\\\0]/.test(text(key))) throw new Error(key);
      return text(key);
    };
    const size = json?.size;
    if (typeof size !== 'number' || !Number.isSafeInteger(size)) return null;
    return {
      name: plain('name'),
      file: plain('file'),
      contentType: text('contentType'),
      contentEncoding: text('contentEncoding'),
      cacheControl: text('cacheControl'),
      size,
    };
  } catch {
    return null;
  }
}
