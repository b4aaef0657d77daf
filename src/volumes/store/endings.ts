/** A compressed object as a file of a computer: an ending stands for its encoding, as cloud-files names them. */

const ENDINGS: Record<string, string> = { gzip: '.gz', br: '.br', zstd: '.zstd', xz: '.xz', bzip2: '.bz2' };

export const endingOf = (encoding: string): string =>
  Object.hasOwn(ENDINGS, encoding) ? ENDINGS[encoding]! : '';

/** `info.gz` as `info` and gzip; null for a file without such an ending. */
export function unpackedName(file: string): { name: string; encoding: string } | null {
  const found = Object.entries(ENDINGS).find(([, ending]) => file.endsWith(ending));
  if (found === undefined || file.length === found[1].length) return null;
  return { name: file.slice(0, -found[1].length), encoding: found[0] };
}

export const ALL_ENDINGS = Object.entries(ENDINGS);

/** Files of our own beside those of a folder begin so. */
export const OURS = '.tracertools-';
