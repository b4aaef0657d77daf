/** A file to be written to a store. */

export interface VolumeFile {
  /** Path below the folder that is written, such as `mesh/1:0`. */
  path: string;
  contentType: string;
  bytes: Uint8Array;
}

export const inFolder = (folder: string, files: readonly VolumeFile[]): VolumeFile[] =>
  folder === '' ? [...files] : files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
