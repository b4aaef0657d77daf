/** Hosts with Amazon's interface, <host>/<bucket>/<key>, for public reading. Listing needs an account. */
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import type { Bucket } from './bucket';
import { xmlError } from './gcs-xml';
import { serveObject } from './serve-object';

const denied = (): WireReply => xmlError(403, 'AccessDenied', 'Access Denied');

export function s3Read(bucket: Bucket | undefined, name: string, request: WireRequest): WireReply {
  if (request.method !== 'GET' && request.method !== 'HEAD') return denied();
  if (bucket === undefined) return xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist');
  // Without the right to list, S3 does not say whether a missing object is missing.
  const object = name === '' ? null : bucket.get(name);
  if (object === null || !object.facts.open) return denied();
  const reply = serveObject(object, request, 's3');
  if (reply !== null) return reply;
  const beyond = xmlError(416, 'InvalidRange', 'The requested range is not satisfiable');
  return { ...beyond, headers: [...beyond.headers, ['Content-Range', `bytes */${object.size}`]] };
}
