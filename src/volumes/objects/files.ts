/** A file to write to a store. */

export interface VolumeFile {
  /** The path below the target folder, such as `mesh/1:0`. */
  path: string;
  contentType: string;
  bytes: Uint8Array;
}

export const inFolder = (folder: string, files: readonly VolumeFile[]): VolumeFile[] =>
  folder === '' ? [...files] : files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
