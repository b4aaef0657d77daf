/** Uploads bytes that are in memory, in pieces. */
import { TtError } from '../../core/errors';
import { all, type Work } from '../../http/work';
import type { ObjectInfo, Upload } from './store';

export function* uploadBytes(upload: Upload, bytes: Uint8Array): Work<ObjectInfo> {
  const { piece, atOnce } = upload;
  return yield* orAbort(upload, function* () {
    for (let at = 0; at < bytes.length; at += piece * atOnce) {
      const starts = Array.from({ length: atOnce }, (_none, n) => at + n * piece);
      yield* all(
        starts
          .filter((start) => start < bytes.length)
          .map((start) => upload.write(bytes.subarray(start, start + piece))),
      );
    }
    return yield* upload.finish();
  });
}

/** Aborts the upload if the work fails: else its pieces would stay in the store, invisible, and cost money. */
export function* orAbort<T>(upload: Pick<Upload, 'abort'>, work: () => Work<T>): Work<T> {
  try {
    return yield* work();
  } catch (error) {
    const remaining = yield* upload.abort();
    if (remaining === '' || !(error instanceof TtError)) throw error;
    throw new TtError(error.code, `${error.message}. ${remaining}`);
  }
}
