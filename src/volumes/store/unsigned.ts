/** Requests to a store for which there are no credentials: what anybody may read is read, anything else says why not. */
import { TtError } from '../../core/errors';
import type { HttpReply, HttpRequest } from '../../http/request';

/** Throws PERMISSION for a request that nobody may send without credentials; `why` there are none. */
export function mayBeUnsigned(request: HttpRequest, why: string): void {
  if (request.method !== 'GET') throw new TtError('PERMISSION', why);
}

/** Throws PERMISSION where the store asks who it is. Cloud Storage says 401 to nobody, S3 403. */
export function mayBePublic(request: HttpRequest, { status }: HttpReply, why: string, link = ''): void {
  if (status !== 401 && status !== 403) return;
  throw new TtError('PERMISSION', `${request.route} is not public, and ${why}`, { link });
}
