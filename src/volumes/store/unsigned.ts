/** Requests to a store without credentials: public objects can be read; all else throws an error with the reason. */
import { TtError } from '../../core/errors';
import type { HttpReply, HttpRequest } from '../../http/request';

/** Throws PERMISSION for a request that needs credentials; `why` says why there are none. */
export function mayBeUnsigned(request: HttpRequest, why: string): void {
  if (request.method !== 'GET') throw new TtError('PERMISSION', why);
}

/** Throws PERMISSION if the store requires credentials. Without credentials, Cloud Storage sends 401, S3 403. */
export function mayBePublic(request: HttpRequest, { status }: HttpReply, why: string, link = ''): void {
  if (status !== 401 && status !== 403) return;
  throw new TtError('PERMISSION', `${request.route} is not public, and ${why}`, { link });
}
