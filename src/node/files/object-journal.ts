/**
 * Metadata of objects that a file system does not store: type, encoding and cache control. One hidden file per folder
 * has a line of JSON for each object whose metadata differ from what its name implies. The last line for a file counts.
 */
import { appendFileSync, constants, existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, parseJson } from '../../core/json';
import { contentTypeOf } from '../../volumes/store/content-type';
import { unpackedName } from '../../volumes/store/endings';
import { JOURNAL } from './file-names';

export interface ObjectFacts {
  /** The object's name within the folder, and the file's name. */
  name: string;
  file: string;
  contentType: string;
  contentEncoding: string;
  cacheControl: string;
  /** Size of the file in bytes. If the size differs, the file is no longer this object. */
  size: number;
}

/** Marks a deleted file: no file has this size. */
const GONE = -1;

class FolderFacts {
  private readonly byFile = new Map<string, ObjectFacts>();
  private readonly filesByName = new Map<string, string[]>();

  of(file: string): ObjectFacts | undefined {
    return this.byFile.get(file);
  }

  withName(name: string): ObjectFacts[] {
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

  /** All objects of one name: each encoding has its own file. */
  withName(folder: string, name: string): ObjectFacts[] {
    return this.read(folder).withName(name);
  }

  /** Called before the file gets its name, so that no object lacks its metadata. */
  add(folder: string, facts: ObjectFacts): void {
    const folderFacts = this.read(folder);
    if (isPlain(facts) && folderFacts.of(facts.file) === undefined) return;
    folderFacts.set(facts);
    // The newline comes first, to end an incomplete line.
    const { O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW = 0 } = constants;
    const flag = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW;
    appendFileSync(join(folder, JOURNAL), `\n${JSON.stringify(facts)}`, { flag: flag as unknown as string });
  }

  /** A new file of this name will be another object. */
  remove(folder: string, file: string): void {
    const facts = this.of(folder, file);
    if (facts) this.add(folder, { ...facts, size: GONE });
  }

  forget(folder: string): void {
    this.folders.delete(folder);
  }

  private read(folder: string): FolderFacts {
    const existing = this.folders.get(folder);
    if (existing) return existing;
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

/** Not a symbolic link, which could lead anywhere. */
const isOwnFile = (path: string): boolean => existsSync(path) && lstatSync(path).isFile();

/** The name alone implies the same metadata. */
const isPlain = ({ name, file, contentType, contentEncoding, cacheControl }: ObjectFacts): boolean =>
  contentType === contentTypeOf(name) &&
  contentEncoding === '' &&
  cacheControl === '' &&
  unpackedName(file) === null;

/** Null for an incomplete line. */
function factsIn(line: string): ObjectFacts | null {
  try {
    const json = asObject(parseJson(line));
    const text = (key: string): string => {
      if (typeof json?.[key] !== 'string') throw new Error(key);
      return json[key];
    };
    // A name must not lead to another folder: the journal may come from a stranger's folder.
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
