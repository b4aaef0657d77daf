// Packs several files into one zip in the browser, one file at a time, so that the page stays responsive.
import { Zip, ZipDeflate } from 'fflate';
import { withoutControls } from '../../src/core/plain-text';

export interface ZipEntry {
  path: string;
  bytes: Uint8Array;
}

/** Programs that unpack a zip follow its paths, so no path may lead out of its folder. */
export const safeZipPath = (path: string): string =>
  path
    .split('/')
    .map((part) =>
      withoutControls(part)
        .replace(/[\t\r\n]/g, ' ')
        .replace(/\\/g, '_'),
    )
    .map((part) => (/^\.*$/.test(part) ? `_${part}` : part))
    .join('/');

/**
 * The path, with a number appended if it is taken. Paths that differ only in case count as equal, because some file
 * systems would keep only one of them.
 */
export function freeZipPath(path: string, usedPaths: Set<string>): string {
  let name = path;
  for (let n = 2; usedPaths.has(name.toLowerCase()); n++) name = `${path} (${n})`;
  usedPaths.add(name.toLowerCase());
  return name;
}

/** `progress` is called after each file. Rejects with fflate's errors. */
export async function zipOf(
  files: readonly ZipEntry[],
  progress: (done: number) => void,
  breath: () => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, part) => {
    if (error) failure = error;
    else parts.push(part as Uint8Array<ArrayBuffer>);
  });
  const usedPaths = new Set<string>();
  for (const [at, { path, bytes }] of files.entries()) {
    const entry = new ZipDeflate(freeZipPath(safeZipPath(path), usedPaths), { level: 6 });
    zip.add(entry);
    entry.push(bytes, true);
    progress(at + 1);
    await breath();
    if (failure) throw failure;
  }
  zip.end();
  if (failure) throw failure;
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
