// Runs the bucket_ functions in the page with the user's own credentials, without a companion.

import { TtError } from '../../src/core/errors';
import type { Work } from '../../src/http/work';
import { copyFolderWork } from '../../src/tools/heavy/bucket/copy-folder';
import { deleteFileWork, deleteFolderWork } from '../../src/tools/heavy/bucket/delete';
import { moveFileWork, renameFileWork } from '../../src/tools/heavy/bucket/move-file';
import { uploadFileWork } from '../../src/tools/heavy/bucket/upload';
import type { Aliases } from '../../src/volumes/store/address';

const WORKS = {
  bucket_copy_folder: copyFolderWork,
  bucket_move_file: moveFileWork,
  bucket_rename_file: renameFileWork,
  bucket_delete_file: deleteFileWork,
  bucket_delete_folder: deleteFolderWork,
  bucket_upload_file: uploadFileWork,
};

export type StoreProgress = (done: number, total: number, words: string) => void;
type Files = (typeof WORKS)['bucket_copy_folder']['files'];
type Result = Files extends (...given: never[]) => Work<infer T> ? T : never;

export const isBucketWork = (name: string): name is keyof typeof WORKS => Object.hasOwn(WORKS, name);

/** `args` are the parsed arguments, by name. */
export function bucketWork(
  name: keyof typeof WORKS,
  args: Record<string, string | number | boolean>,
  aliases: Aliases,
  progress: StoreProgress,
): Work<Result> {
  const ctx = {
    kernels: {},
    progress,
    places: { aliases },
    datastack: '',
    now: Date.now,
    cache: { get: () => null, put: () => undefined },
    get access(): never {
      throw new TtError('FAULT', 'work on stores asks nothing of CAVE');
    },
  };
  return WORKS[name].files(args, ctx);
}
