/** storage.googleapis.com/<bucket>/<object>: plain reading, as viewers and libraries do it. */
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { callerOf } from '../access';
import { serveObject } from '../serve-object';
import type { GcsWorld } from './api';

export const escapeXml = (text: string): string =>
  text.replace(/[<>&'"\r\n\t]/g, (c) => `&#${c.charCodeAt(0)};`);

export function xmlError(status: number, code: string, message: string, details = ''): WireReply {
  const more = details === '' ? '' : `<Details>${escapeXml(details)}</Details>`;
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message>${more}</Error>`;
  return { status, headers: [['Content-Type', 'application/xml; charset=UTF-8']], body: Buffer.from(body) };
}

function accessDenied(who: string, right: string, what: string): WireReply {
  const details = `${who} does not have ${right} access to the ${what}. Permission '${right}' denied on resource (or it may not exist).`;
  return xmlError(403, 'AccessDenied', 'Access denied.', details);
}

const GOOGLE = 'Google Cloud Storage';

export function gcsRead(world: GcsWorld, bucketName: string, name: string, request: WireRequest): WireReply {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return xmlError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
  }
  const caller = callerOf(request, world.token);
  if (caller === 'nobody') return xmlError(401, 'AuthenticationRequired', 'Authentication required.');
  const bucket = world.buckets.get(bucketName);
  if (bucket === undefined) return xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist.');
  const mayRead = !bucket.foreign && (caller === 'reader' || caller === 'writer');
  const who = caller === 'anybody' ? 'Anonymous caller' : 'The caller';
  if (name === '') return accessDenied(who, 'storage.objects.list', `${GOOGLE} bucket`);
  const object = bucket.get(name);
  if (!mayRead && !(object?.facts.open ?? bucket.open)) {
    return accessDenied(who, 'storage.objects.get', `${GOOGLE} object`);
  }
  if (object === null) {
    // A caller without the right to list is not told that an object is missing.
    if (!mayRead && !bucket.listed && !bucket.fixed) {
      return accessDenied(who, 'storage.objects.list', `${GOOGLE} bucket`);
    }
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
