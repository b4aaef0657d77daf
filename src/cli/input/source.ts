/** Where an argument's content comes from: the word itself, a file, a pipe or standard input. */

import { closeSync, constants, createReadStream, openSync, readSync } from 'node:fs';
import { lstat, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import type { Param } from '../../tools/declaration/declare';
import { fromWeb, localPath } from '../../volumes/store/address';
import { ALL_ENDINGS } from '../../volumes/store/endings';

export type InputSource = { kind: 'word' } | { kind: 'input' } | { kind: 'file'; path: string };

export const isIdParam = ({ kind, name }: Param): boolean =>
  kind === 'ids' || (kind === 'range' && /^ids?$/.test(name));

/** Arguments that accept a file name without `@`; `@path` works for all. */
const takesFile = (param: Param): boolean =>
  param.file !== undefined || param.kind === 'points' || isIdParam(param);

const takesInput = (param: Param): boolean => takesFile(param) || param.kind === 'range';

/** The word for the segments' own meshes, also where a file has that name. */
const SEGMENTS = 'segments';

const SHELL_PIPE = /^\/(?:dev|proc\/[^/]+)\/fd\//;
const FILE_NAME = /\.(txt|csv|tsv|json|jsonl|ndjson|obj|ply|stl|swc)(\.gz)?$/i;

/**
 * Throws INPUT if the word names a missing file. A parameter of kind `path` keeps its word, except for a pipe: its
 * function reads the path.
 */
export async function sourceOf(param: Param, word: string): Promise<InputSource> {
  if (param.kind === 'path') {
    // A file that may be piped in has no path to read.
    if (param.file !== undefined && /^@?-$/.test(word)) return { kind: 'input' };
    if (param.file !== undefined && SHELL_PIPE.test(word)) return { kind: 'file', path: word };
    if (param.source) await requireOnDisk(param, word);
    return { kind: 'word' };
  }
  if (word === '@-' || (word === '-' && takesInput(param))) return { kind: 'input' };
  if (word.startsWith('@')) return { kind: 'file', path: await present(param, word.slice(1)) };
  if (!takesFile(param) || !couldBePath(word)) return { kind: 'word' };
  // A folder is never an id, a point or a link: it is refused as one.
  const isThere = await stat(word).then(
    () => word.toLowerCase() !== SEGMENTS,
    () => false,
  );
  if (isThere || isMeantAsPath(param, word)) return { kind: 'file', path: await present(param, word) };
  return { kind: 'word' };
}

/** A compressed object has a file with one more ending. The function itself reports any other problem. */
async function requireOnDisk({ name }: Param, word: string): Promise<void> {
  const path = localPath(fromWeb(word), name);
  if (path === null || path === '') return;
  for (const ending of ['', ...ALL_ENDINGS.map(([, one]) => one)]) {
    const isAbsent = await lstat(path + ending).then(
      () => false,
      ({ code }: NodeJS.ErrnoException) => code === 'ENOENT',
    );
    if (!isAbsent) return;
  }
  throw new TtError('INPUT', `${name}: there is no file or folder ${word.trim()}`);
}

/** A mesh that is not an address is a file; for other arguments, a word in the form of a path. */
const isMeantAsPath = (param: Param, word: string): boolean =>
  (param.file === 'bytes' && word.toLowerCase() !== SEGMENTS && !word.includes('|')) ||
  /^(\.{0,2}|~)\//.test(word) ||
  FILE_NAME.test(word);

const couldBePath = (word: string): boolean =>
  word !== '' && word.length < 4096 && !/[\r\n]|:\/\//.test(word) && !/^[0-9][0-9,;\s]*$/.test(word);

async function present(param: Param, path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return path;
  } catch {
    throw new TtError('INPUT', `${param.name}: there is no file ${path}`);
  }
  throw new TtError('INPUT', `${param.name}: ${path} is a folder, not a file`);
}

/** All bytes of a file, a named pipe or a device. */
export async function readInputSource(path: string, mostBytes: number): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (found.isFIFO()) return await readToEnd(pipeChunks(path), path, mostBytes);
    // A device tells no size and may never end.
    if (!found.isFile()) return await readToEnd(createReadStream(path), path, mostBytes);
    if (found.size > mostBytes) {
      throw new TtError('BIG', `${path} has ${megabytes(found.size)} MB; ${megabytes(mostBytes)} MB at most`);
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof TtError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EACCES' || code === 'EPERM' ? 'you may not read it' : (code ?? 'it cannot be read');
    throw new TtError('INPUT', `${path}: ${why}`);
  }
}

const megabytes = (bytes: number): string => groupedNumber(Math.ceil(bytes / 1e6));

/** Throws BIG for an input of more than `mostBytes`: it may never end. */
export async function readToEnd(
  chunks: AsyncIterable<Uint8Array>,
  what: string,
  mostBytes: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of chunks) {
    byteCount += chunk.length;
    if (byteCount > mostBytes) {
      throw new TtError('BIG', `${what} has over ${megabytes(mostBytes)} MB, which is the most that is read`);
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

const PAUSE_MS = 20;

/**
 * Reads without blocking, because a thread that waits for a writer keeps the process from ending. A pipe of the shell
 * has a writer from the start; for a named pipe we wait until one opens it.
 */
async function* pipeChunks(path: string): AsyncGenerator<Uint8Array> {
  const hasWriter = isOfShell(path);
  const pipe = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const buffer = Buffer.alloc(1 << 16);
  let hasRead = false;
  try {
    for (;;) {
      const count = readNow(pipe, buffer);
      if (count > 0) yield Buffer.from(buffer.subarray(0, count));
      else if (count === 0 && (hasWriter || hasRead)) return;
      else await sleep(PAUSE_MS);
      hasRead ||= count > 0;
    }
  } finally {
    closeSync(pipe);
  }
}

/** Number of bytes read; 0 at the end; -1 if no bytes are there yet. */
function readNow(pipe: number, buffer: Buffer): number {
  try {
    return readSync(pipe, buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return -1;
    throw error;
  }
}

const isOfShell = (path: string): boolean => /^\/(dev|proc)\//.test(path);

/** A pipe of the shell has no name of its own. */
export const hasName = (source: InputSource): boolean => source.kind === 'file' && !isOfShell(source.path);

/** The name of a source in messages. */
export const shownName = (source: InputSource): string =>
  source.kind === 'file' ? (isOfShell(source.path) ? 'the pipe' : basename(source.path)) : 'the input';
