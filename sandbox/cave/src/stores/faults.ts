/** The failures of a store itself, each in the store's own form. */
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { json } from './gcs/api';
import { element } from './s3/xml';

const GOOGLE_ERRORS: Record<string, [status: number, reason: string, message: string] | undefined> = {
  '429': [429, 'rateLimitExceeded', 'The object exceeded the rate limit for object mutation operations.'],
  '500': [500, 'backendError', 'We encountered an internal error. Please try again.'],
  '503': [503, 'backendError', 'Backend Error'],
};

const S3_ERRORS: Record<string, [status: number, code: string, message: string] | undefined> = {
  '429': [503, 'SlowDown', 'Please reduce your request rate.'],
  '500': [500, 'InternalError', 'We encountered an internal error. Please try again.'],
  '503': [503, 'ServiceUnavailable', 'Service is unable to handle request.'],
  error200: [200, 'InternalError', 'We encountered an internal error. Please try again.'],
};

/** Copies and completions take long: S3 may have sent status 200 before they fail. */
const answersEarly = ({ method, path, headers }: WireRequest): boolean =>
  headers['x-amz-copy-source'] !== undefined || (method === 'POST' && /[?&]uploadId=/.test(path));

/** The store's refusal in place of its answer; null if the fault is not one of a store, such as a gateway's. */
export function storeFault(
  kind: string,
  request: WireRequest,
  google: boolean,
  retryAfter: [string, string][],
): WireReply | null {
  if (google) {
    const found = GOOGLE_ERRORS[kind];
    if (found === undefined) return null;
    const [status, reason, message] = found;
    const errors = [{ message, domain: 'global', reason }];
    return json({ error: { code: status, message, errors } }, status, retryAfter);
  }
  const found = S3_ERRORS[kind];
  if (found === undefined || (kind === 'error200' && !answersEarly(request))) return null;
  const [status, code, message] = found;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${element('Code', code)}${element('Message', message)}</Error>`;
  return { status, headers: [['Content-Type', 'application/xml'], ...retryAfter], body: Buffer.from(body) };
}
