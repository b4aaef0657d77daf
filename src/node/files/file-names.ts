/** Names of objects as paths of a file system, and back. */
import { createHash } from 'node:crypto';
import { OURS } from '../../volumes/store/endings';

/** Colons have no place in names on Windows. */
const COLON = '___';
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(?:\.|$)/i;
const MOST_BYTES = 255;

export const toFileName = (part: string, platform: string): string =>
  platform === 'win32' ? part.replace(/:/g, COLON) : part;

export const fromFileName = (part: string, platform: string): string =>
  platform === 'win32' ? part.replace(/___/g, ':') : part;

/** Why no file can have this name, in words; '' where one can. `name` is a whole name, its folders in front. */
export function badFileName(name: string, platform: string): string {
  if (name === '') return 'a file needs a name';
  const parts = name.split('/');
  if (parts.includes('')) return 'a folder without a name cannot be on a disk';
  if (parts.some((part) => part === '.' || part === '..')) return '"." and ".." are no names on a disk';
  if (name.includes('\0')) return 'a name on a disk cannot hold a zero byte';
  if (/\p{Cs}/u.test(name)) return 'half a character is no name on a disk';
  if (parts.some((part) => part.startsWith(OURS)))
    return `names that begin with ${OURS} are this program's own`;
  if (parts.some((part) => Buffer.byteLength(toFileName(part, platform)) > MOST_BYTES)) {
    return `a name on a disk has ${MOST_BYTES} bytes at most`;
  }
  if (platform !== 'win32') return '';
  const drive = /^[a-z]:$/i.test(parts[0]!) ? 1 : 0;
  const own = parts.slice(drive);
  if (own.some((part) => /[<>"|?*\\]/.test(part) || [...part].some((char) => char < ' '))) {
    return 'Windows takes no < > " | ? * \\ in names';
  }
  if (own.some((part) => /[. ]$/.test(part) || RESERVED.test(part))) {
    return 'Windows keeps this name for itself';
  }
  return own.some((part) => part.includes(COLON)) ? `${COLON} stands for a colon on Windows` : '';
}

/** Files of our own beside those of a folder. */
export const JOURNAL = `${OURS}objects`;

export const PART = `${OURS}part-`;

/** The file that holds an object until it is whole: the same for every try, so that the next one replaces it. */
export function partName(file: string): string {
  const plain = `${PART}${file}`;
  // A longer name has no room on the disk: a sum of it replaces it.
  return Buffer.byteLength(plain) <= MOST_BYTES
    ? plain
    : `${PART}${createHash('sha256').update(file).digest('hex')}`;
}
