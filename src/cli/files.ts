/** Made files into a folder, which must be new or empty: nothing of anybody's is written over. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { TtError } from '../core/errors';
import type { OutputFile } from '../tools/declaration/declare';

/** Answers what was written, in words. */
export function saveFiles(files: readonly OutputFile[], folder: string): string {
  const root = resolve(folder);
  if (existsSync(root) && readdirSync(root).length > 0) {
    throw new TtError('INPUT', `${folder} is not empty: give a new folder with --out`);
  }
  for (const { path, bytes } of files) {
    const file = join(root, path);
    if (!file.startsWith(root + sep)) throw new TtError('FAULT', `a file would lie outside ${folder}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${(size / 1e6).toFixed(2)} MB in ${folder}\n`;
}
