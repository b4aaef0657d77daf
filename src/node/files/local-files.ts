/** Paths as a person types them, and this machine's files as a shell reaches them. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { LocalFiles } from '../../volumes/places/locate';
import { fromFileName } from './file-names';
import { type FileStoreOptions, fileStore } from './file-store';

/** The name in the store of a path, from the folder `cwd`. */
export function nameOfPath(path: string, cwd: string, platform: string = process.platform): string {
  const whole = resolve(cwd, path);
  const plain = platform === 'win32' ? whole.replace(/\\/g, '/') : whole;
  const parts = plain.split('/').filter((part) => part !== '');
  return parts
    .map((part, i) => (i === 0 && /^[a-z]:$/i.test(part) ? part : fromFileName(part, platform)))
    .join('/');
}

/** Paths are from the folder `cwd`. */
export const localFiles = (cwd: string, options: FileStoreOptions = {}): LocalFiles => ({
  store: fileStore(options),
  packed: fileStore({ ...options, endings: 'encoding' }),
  nameOf: (path) => nameOfPath(realPath(resolve(cwd, path)), cwd),
});

/**
 * A path without links to folders: whoever typed it chose them, those below it nobody did. What is not there yet keeps
 * its name, and so does a link to a file, which is refused.
 */
function realPath(path: string): string {
  if (existsSync(path) && statSync(path).isDirectory()) return realpathSync(path);
  const folder = dirname(path);
  return folder === path ? path : join(realPath(folder), basename(path));
}
