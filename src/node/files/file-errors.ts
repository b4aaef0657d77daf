/** Turns failures of the file system into sentences. */
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';

const WORDS: Record<string, (path: string) => TtError> = {
  ENOENT: (path) => new TtError('NONE', `${path} is not there`),
  ENOTDIR: (path) => new TtError('INPUT', `${path}: a file stands where a folder is needed`),
  EISDIR: (path) => new TtError('INPUT', `${path} is a folder, not a file`),
  EEXIST: (path) => new TtError('INPUT', `${path}: a file stands where a folder is needed`),
  EACCES: (path) => new TtError('PERMISSION', `${path}: you may not do this on this computer`),
  EPERM: (path) => new TtError('PERMISSION', `${path}: you may not do this on this computer`),
  EROFS: (path) => new TtError('PERMISSION', `${path}: this disk is only read`),
  ENOSPC: (path) => new TtError('INPUT', `${path}: the disk is full. Make room, then run again to go on`),
  EDQUOT: (path) =>
    new TtError('INPUT', `${path}: your quota is used up. Make room, then run again to go on`),
  EFBIG: (path) => new TtError('INPUT', `${path}: this disk takes no file of this size`),
  ENAMETOOLONG: (path) => new TtError('INPUT', `${path}: the name is too long for this disk`),
  ELOOP: (path) => new TtError('INPUT', `${path}: its links lead in a circle`),
  EIO: (path) => new TtError('DOWN', `${path}: the disk failed (EIO). Try again`),
  EMFILE: (path) => new TtError('DOWN', `${path}: too many files are open. Try again`),
};

export function fileWords(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof TtError || typeof code !== 'string') return error;
  return Object.hasOwn(WORDS, code) ? WORDS[code]!(path) : new TtError('DOWN', `${path}: ${code}. Try again`);
}

/** Failures that concern the file that is written. */
const OF_WRITING: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG', 'ENAMETOOLONG']);

/** Work on files sends no request: runs at once, and turns failures into sentences. `target`: the name it writes. */
export function* diskWork<T>(name: string, work: () => T, target = name): Work<T> {
  try {
    return work();
  } catch (error) {
    throw fileWords(error, `/${OF_WRITING.has((error as NodeJS.ErrnoException).code) ? target : name}`);
  }
}

export const linkError = (path: string): TtError =>
  new TtError('INPUT', `${path} is a link: links are not followed. Name what it points to`);
