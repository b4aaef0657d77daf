/** Reads paths as users type them; gives the command line the files of this machine. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import type { LocalFiles } from '../../volumes/places/locate';
import { fromFileName } from './file-names';
import { type FileStoreOptions, fileStore } from './file-store';

/** The store's name for a path relative to the folder `cwd`. */
export function nameOfPath(path: string, cwd: string, platform: string = process.platform): string {
  const whole = resolve(cwd, path);
  const plain = platform === 'win32' ? whole.replace(/\\/g, '/') : whole;
  const parts = plain.split('/').filter((part) => part !== '');
  return parts
    .map((part, i) => (i === 0 && /^[a-z]:$/i.test(part) ? part : fromFileName(part, platform)))
    .join('/');
}

/** Paths are relative to the folder `cwd`. */
export const localFiles = (cwd: string, options: FileStoreOptions = {}): LocalFiles => ({
  store: fileStore(options),
  packed: fileStore({ ...options, endings: 'encoding' }),
  nameOf: (path) => nameOfPath(realPath(resolve(cwd, path), resolve(cwd)), cwd),
});

/**
 * Resolves symbolic links in the first part of a path: up to the current folder, the home folder, the folder for
 * temporary files, or the top folder of the disk, which the system makes. The store refuses symbolic links below these.
 */
function realPath(path: string, cwd: string): string {
  const ways = [cwd, homedir(), tmpdir(), path.split(sep).slice(0, 2).join(sep)];
  const way = ways
    .filter((one) => one !== '' && (path === one || path.startsWith(one + sep)))
    .sort((a, b) => b.length - a.length)
    .find((one) => existsSync(one) && statSync(one).isDirectory());
  return way === undefined ? path : join(realpathSync(way), path.slice(way.length));
}
