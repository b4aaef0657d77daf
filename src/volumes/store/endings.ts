/** Names of compressed objects as local files: the extension states the encoding, as in cloud-files. */

const ENDINGS: Record<string, string> = { gzip: '.gz', br: '.br', zstd: '.zstd', xz: '.xz', bzip2: '.bz2' };
export const ALL_ENDINGS = Object.entries(ENDINGS);

export const endingOf = (encoding: string): string =>
  Object.hasOwn(ENDINGS, encoding) ? ENDINGS[encoding]! : '';

/** `info.gz` gives `info` and gzip; null for a file without such an extension. */
export function unpackedName(file: string): { name: string; encoding: string } | null {
  const found = ALL_ENDINGS.find(([, ending]) => file.endsWith(ending));
  if (found === undefined || file.length === found[1].length) return null;
  return { name: file.slice(0, -found[1].length), encoding: found[0] };
}

/** Prefix of our own files in a user's folder. */
export const OURS = '.tracertools-';
