/** storage.googleapis.com/<bucket>/<object>: plain reading, as viewers and libraries do it. */
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { callerOf } from './access';
import type { Bucket } from './bucket';
import { serveObject } from './serve-object';

export const escapeXml = (text: string): string =>
  text.replace(/[<>&'"\r\n\t]/g, (c) => `&#${c.charCodeAt(0)};`);

export function xmlError(status: number, code: string, message: string, details = ''): WireReply {
  const more = details === '' ? '' : `<Details>${escapeXml(details)}</Details>`;
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message>${more}</Error>`;
  return { status, headers: [['Content-Type', 'application/xml; charset=UTF-8']], body: Buffer.from(body) };
}

const denied = (who: string, right: string, what: string): WireReply =>
  xmlError(403, 'AccessDenied', 'Access denied.', `${who} does not have ${right} access to the ${what}.`);

const GOOGLE = 'Google Cloud Storage';

export function gcsRead(
  bucket: Bucket | undefined,
  name: string,
  request: WireRequest,
  storageToken: string,
): WireReply {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return xmlError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
  }
  const caller = callerOf(request, storageToken);
  if (caller === 'nobody') return xmlError(401, 'AuthenticationRequired', 'Authentication required.');
  if (bucket === undefined) return xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist.');
  const mayRead = caller === 'reader' || caller === 'writer';
  const who = caller === 'anybody' ? 'Anonymous caller' : 'The caller';
  if (name === '') return denied(who, 'storage.objects.list', `${GOOGLE} bucket`);
  if (!bucket.open && !mayRead) return denied(who, 'storage.objects.get', `${GOOGLE} object`);
  const object = bucket.get(name);
  if (object === null) {
    const details = `No such object: ${bucket.name}/${name}`;
    return xmlError(404, 'NoSuchKey', 'The specified key does not exist.', details);
  }
  const reply = serveObject(object, request, 'gcs');
  if (reply !== null) return reply;
  const beyond = xmlError(
    416,
    'InvalidRange',
    'The requested range cannot be satisfied.',
    request.headers.range,
  );
  return { ...beyond, headers: [...beyond.headers, ['Content-Range', `bytes */${object.size}`]] };
}
