/** The buckets of the world: Google's and those of the S3 kind, each under its host, in memory. */
import type { WireHandler, WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { Bucket, type ObjectMetadata, type ObjectSource } from './bucket';
import { gcsBatch } from './gcs-batch';
import { gcsJson } from './gcs-json';
import { Uploads } from './gcs-upload';
import { gcsRead, xmlError } from './gcs-xml';
import { S3Store } from './s3';
import type { S3Kind } from './s3-call';
import type { S3Keys } from './s3-signature';

export const GOOGLE = 'storage.googleapis.com';
/** Hosts of the S3 kind: those that cloud paths have aliases for, and Amazon's own. */
export const S3_HOSTS = [
  'c10s.pni.princeton.edu',
  's3-hpcrc.rc.princeton.edu',
  'td.princeton.edu',
  's3.amazonaws.com',
] as const;
const S3_KINDS: Record<string, S3Kind> = { 'c10s.pni.princeton.edu': 'ecs', 's3.amazonaws.com': 'aws' };
/** Where every host's requests are answered on the sandbox's own origin. */
export const MOUNT = '/stores/';

export interface StoresOptions {
  now: () => number;
  /** Time that signatures are compared with, ms: the world's own may have been moved on. */
  clock: () => number;
  /** The bearer token that may write. */
  token: string;
  /** The keys that may write on hosts of the S3 kind. */
  keys: S3Keys;
}

export class Stores {
  private readonly hosts = new Map<string, Map<string, Bucket>>(
    [GOOGLE, ...S3_HOSTS].map((h) => [h, new Map()]),
  );
  private readonly uploads: Uploads;
  private readonly s3: ReadonlyMap<string, S3Store>;

  constructor(private readonly options: StoresOptions) {
    this.uploads = new Uploads(this.hosts.get(GOOGLE)!, options.token);
    const { now, clock, keys } = options;
    this.s3 = new Map(
      S3_HOSTS.map((host) => {
        const kind = S3_KINDS[host] ?? 'other';
        const buckets = this.hosts.get(host)!;
        return [host, new S3Store({ host, kind, buckets, keys, now, clock, mount: `${MOUNT}${host}` })];
      }),
    );
  }

  /** Makes a bucket, or gives the one that is there. */
  bucket(
    host: string,
    name: string,
    more: { open?: boolean; uniform?: boolean; source?: ObjectSource } = {},
  ): Bucket {
    const buckets = this.hosts.get(host);
    if (buckets === undefined) throw new Error(`no store at ${host}`);
    const known = buckets.get(name);
    if (known !== undefined) return known;
    const created = new Bucket({
      name,
      open: more.open ?? true,
      uniform: more.uniform ?? false,
      now: this.options.now,
      ...pickSource(more.source),
    });
    buckets.set(name, created);
    return created;
  }

  /** Puts objects into a bucket that anybody may read, below a folder ('' for none). */
  fill(
    host: string,
    bucket: string,
    folder: string,
    files: ReadonlyMap<string, [Uint8Array, Partial<ObjectMetadata>]>,
  ): void {
    const to = this.bucket(host, bucket);
    for (const [name, [bytes, facts]] of files)
      to.put(folder === '' ? name : `${folder}/${name}`, bytes, facts);
  }

  /** Who answers for a host; null where no store does. Paths are those of the host. */
  handlerOf(host: string): WireHandler | null {
    if (host === GOOGLE || host === 'www.googleapis.com') return guarded((request) => this.google(request));
    const store = this.s3.get(host);
    if (store === undefined) return null;
    return guarded((request) => {
      const { path, query } = split(request.path);
      const { bucket, name } = placeIn(path);
      return store.handle(request, query, bucket, name);
    });
  }

  private google(request: WireRequest): WireReply {
    const { path, query } = split(request.path);
    const buckets = this.hosts.get(GOOGLE)!;
    const api = /^(?:\/download)?\/storage\/v1(\/.*)$/.exec(path)?.[1];
    if (api !== undefined) return gcsJson(buckets, api, query, request, this.options.token);
    const upload = /^(?:\/resumable)?\/upload\/storage\/v1(\/.*)$/.exec(path)?.[1];
    if (upload !== undefined) return this.uploads.handle(upload, query, request);
    if (/^\/batch(?:\/storage\/v1)?$/.test(path)) return gcsBatch(request, (inner) => this.google(inner));
    const { bucket, name } = placeIn(path);
    return gcsRead(buckets.get(bucket), name, request, this.options.token);
  }
}

const pickSource = (source?: ObjectSource): { source?: ObjectSource } =>
  source === undefined ? {} : { source };

function split(path: string): { path: string; query: URLSearchParams } {
  const at = path.indexOf('?');
  return at < 0
    ? { path, query: new URLSearchParams() }
    : { path: path.slice(0, at), query: new URLSearchParams(path.slice(at + 1)) };
}

function placeIn(path: string): { bucket: string; name: string } {
  const [, bucket = '', ...rest] = path.split('/');
  return { bucket: decodeURIComponent(bucket), name: rest.map(decodeURIComponent).join('/') };
}

/** A path that is no percent-encoding is a bad request everywhere. */
const guarded =
  (handle: WireHandler): WireHandler =>
  (request) => {
    try {
      return opened(handle(request));
    } catch (error) {
      if (error instanceof URIError) return xmlError(400, 'InvalidURI', 'Couldn’t parse the specified URI.');
      throw error;
    }
  };

/** Public buckets let pages of every origin read them. */
function opened(reply: WireReply): WireReply {
  return {
    ...reply,
    headers: [
      ...reply.headers,
      ['Access-Control-Allow-Origin', '*'],
      [
        'Access-Control-Expose-Headers',
        'Content-Range, Content-Length, Content-Encoding, ETag, Range, Location',
      ],
    ],
  };
}
