/** Requests to a store's API; the shell signs them with the store's keys when it sends them. */
import type { HttpRequest } from '../../http/request';

/** Expected bytes of a reply that describes an object. */
const DESCRIPTION = 2000;

export const storeRequest =
  (signFor: NonNullable<HttpRequest['signFor']>) =>
  (
    method: HttpRequest['method'],
    url: string,
    what: string,
    more: Partial<HttpRequest> = {},
  ): HttpRequest => ({
    method,
    url,
    signFor,
    idempotent: true,
    route: what,
    expectedBytes: DESCRIPTION,
    ...more,
  });
