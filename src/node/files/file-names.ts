/** Converts names of objects to paths of a file system, and back. */
import { createHash } from 'node:crypto';
import { OURS } from '../../volumes/store/endings';

/** Windows does not allow colons in names. */
const COLON = '___';
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(?:\.|$)/i;
const MOST_BYTES = 255;

export const toFileName = (part: string, platform: string): string =>
  platform === 'win32' ? part.replace(/:/g, COLON) : part;

export const fromFileName = (part: string, platform: string): string =>
  platform === 'win32' ? part.replace(/___/g, ':') : part;

/** A name that every disk but that of Windows takes; most names are such. */
const PLAIN = /^[\w:=+,~@-][\w:=+,~@ .-]{0,200}(?:\/[\w:=+,~@-][\w:=+,~@ .-]{0,200})*$/;

/** Why no file can have this name, as a sentence; '' if one can. `name` includes its folders. */
export function badFileName(name: string, platform: string): string {
  if (platform !== 'win32' && PLAIN.test(name)) return '';
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

/** Our own files in a folder of objects. */
export const JOURNAL = `${OURS}objects`;

export const PART = `${OURS}part-`;

/**
 * The file that holds an object until it is complete. The name is the same at every attempt, so the next attempt
 * replaces the file.
 */
export function partName(file: string): string {
  const plain = `${PART}${file}`;
  // A longer name does not fit on the disk: its hash replaces it.
  return Buffer.byteLength(plain) <= MOST_BYTES
    ? plain
    : `${PART}${createHash('sha256').update(file).digest('hex')}`;
}
