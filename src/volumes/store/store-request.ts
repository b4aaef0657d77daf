/** Requests to the interface of a store, signed with its keys when they are sent. */
import type { HttpRequest } from '../../http/request';

/** Bytes of a reply that describes an object. */
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
