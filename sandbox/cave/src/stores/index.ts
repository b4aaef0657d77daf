/** The buckets of the world, in memory: Google's and those of S3-compatible hosts, each under its host. */
import type { WireHandler, WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { Bucket, type BucketOptions } from './bucket';
import { type GcsWorld, GOOGLE_ORIGIN } from './gcs/api';
import { gcsBatch } from './gcs/batch';
import { gcsJson } from './gcs/json';
import { Uploads } from './gcs/upload';
import { gcsRead, xmlError } from './gcs/xml';
import type { ObjectMetadata } from './object';
import type { S3Kind } from './s3/call';
import type { S3Keys } from './s3/signature';
import { S3Store } from './s3/store';

export const GOOGLE = 'storage.googleapis.com';
/** S3-compatible hosts: those with aliases in cloud paths, and Amazon's own. */
export const S3_HOSTS = [
  'c10s.pni.princeton.edu',
  's3-hpcrc.rc.princeton.edu',
  'td.princeton.edu',
  's3.amazonaws.com',
] as const;
const S3_KINDS: Record<string, S3Kind> = { 'c10s.pni.princeton.edu': 'ecs', 's3.amazonaws.com': 'aws' };
/**
 * The paths on the sandbox's own origin under which each host is served. Under the first, replies contain the host's
 * own addresses, for programs whose traffic to the host is redirected here. Under the second, they contain this
 * origin's, for clients with an endpoint setting.
 */
export const MOUNT = '/stores/';
export const EMULATORS = '/emulators/';

/** A request to a store: its host, its path there, and the client's endpoint; null for any other request. */
export function storeTarget(
  path: string,
  origin: string,
): { host: string; path: string; endpoint: string } | null {
  // The client uses the sandbox as its HTTP proxy.
  const [, proxiedHost, below = '/'] = /^http:\/\/([^/?]+)(.*)$/s.exec(path) ?? [];
  if (proxiedHost !== undefined) return { host: proxiedHost, path: below, endpoint: `http://${proxiedHost}` };
  const mount = [MOUNT, EMULATORS].find((prefix) => path.startsWith(prefix));
  if (mount === undefined) return null;
  const [host = ''] = path.slice(mount.length).split(/[/?]/, 1);
  const rest = path.slice(mount.length + host.length);
  return {
    host: decodeURIComponent(host),
    path: rest.startsWith('/') ? rest : `/${rest}`,
    endpoint: mount === EMULATORS ? `${origin}${mount}${host}` : '',
  };
}

export interface StoresOptions {
  now: () => number;
  /** The time (ms) with which signatures are compared: the world's own clock may have been advanced. */
  clock: () => number;
  /** The bearer token with the right to write. */
  token: string;
  /** The keys with the right to write on S3-compatible hosts. */
  keys: S3Keys;
}

type More = Partial<Omit<BucketOptions, 'name' | 'now'>>;

export class Stores {
  private readonly hosts = new Map<string, Map<string, Bucket>>(
    [GOOGLE, ...S3_HOSTS].map((h) => [h, new Map()]),
  );
  private readonly world: GcsWorld;
  private readonly uploads: Uploads;
  private readonly s3: ReadonlyMap<string, S3Store>;

  constructor(private readonly options: StoresOptions) {
    const { now, clock, keys, token } = options;
    const own = (host: string) => ({
      buckets: this.hosts.get(host)!,
      create: (name: string, more: More) => this.bucket(host, name, { open: false, ...more }),
      remove: (bucket: Bucket) => {
        this.hosts.get(host)!.delete(bucket.name);
      },
    });
    this.world = { ...own(GOOGLE), token };
    this.uploads = new Uploads(this.world, now);
    this.s3 = new Map(
      S3_HOSTS.map((host) => {
        const kind = S3_KINDS[host] ?? 'other';
        const mounts = [MOUNT, EMULATORS].map((mount) => `${mount}${host}`);
        return [host, new S3Store({ ...own(host), host, kind, keys, now, clock, mounts })];
      }),
    );
  }

  /** Returns a bucket, creating it if necessary. Everybody may read it unless `open` is false. */
  bucket(host: string, name: string, more: More = {}): Bucket {
    const buckets = this.hosts.get(host);
    if (buckets === undefined) throw new Error(`no store at ${host}`);
    const existing = buckets.get(name);
    if (existing !== undefined) return existing;
    const newBucket = new Bucket({ open: true, ...more, name, now: this.options.now });
    buckets.set(name, newBucket);
    return newBucket;
  }

  /** Puts objects into a public bucket, below a folder ('' for none), when the bucket is first used. */
  fill(
    host: string,
    bucket: string,
    folder: string,
    files: () => ReadonlyMap<string, [Uint8Array, Partial<ObjectMetadata>]>,
  ): void {
    const to = this.bucket(host, bucket, { listed: host === GOOGLE });
    to.fill(() =>
      Array.from(files(), ([name, [bytes, facts]]) => {
        return [folder === '' ? name : `${folder}/${name}`, bytes, facts] as const;
      }),
    );
  }

  /**
   * The handler of a host; null if the host is not a store. Paths are those of the host. `endpoint` is the address
   * under which a client with such a setting reaches the host.
   */
  handlerOf(host: string, endpoint = ''): WireHandler | null {
    if (host === GOOGLE || host === 'www.googleapis.com') {
      return guardedHandler((request) => this.google(request, endpoint));
    }
    const store = this.s3.get(host);
    if (store === undefined) return null;
    return guardedHandler((request) => {
      const { path, query } = split(request.path);
      const { bucket, name } = placeIn(path);
      return store.handle(request, query, bucket, name);
    });
  }

  private google(request: WireRequest, endpoint: string): WireReply {
    const { path, query } = split(request.path);
    const api = /^(?:\/download)?\/storage\/v1(\/.*)$/.exec(path)?.[1];
    if (api !== undefined) {
      const reply = gcsJson(this.world, api, query, request);
      return query.get('alt') === 'media' ? reply : atEndpoint(reply, endpoint);
    }
    const upload = /^(?:\/resumable)?\/upload\/storage\/v1(\/.*)$/.exec(path)?.[1];
    if (upload !== undefined) return atEndpoint(this.uploads.handle(upload, query, request), endpoint);
    if (/^\/batch(?:\/storage\/v1)?$/.test(path)) {
      const mount = endpoint === '' ? '' : new URL(endpoint).pathname;
      return gcsBatch(request, mount, (inner) => this.google(inner, endpoint));
    }
    const { bucket, name } = placeIn(path);
    return gcsRead(this.world, bucket, name, request);
  }
}

/** A document of the JSON API with addresses for a client with an endpoint setting. */
function atEndpoint(reply: WireReply, endpoint: string): WireReply {
  if (endpoint === '') return reply;
  const headers = reply.headers.map(([name, value]): [string, string] => [
    name,
    name === 'Location' ? value.replace(GOOGLE_ORIGIN, endpoint) : value,
  ]);
  const text = Buffer.from(reply.body).toString('utf8');
  const body = text.replaceAll(`"mediaLink":"${GOOGLE_ORIGIN}/`, `"mediaLink":"${endpoint}/`);
  return { ...reply, headers, body: Buffer.from(body) };
}

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

/** A malformed percent-encoding in the path is a bad request for all stores. */
const guardedHandler =
  (handle: WireHandler): WireHandler =>
  (request) => {
    try {
      return withCors(handle(request));
    } catch (error) {
      if (error instanceof URIError) return xmlError(400, 'InvalidURI', 'Couldn’t parse the specified URI.');
      throw error;
    }
  };

/** Public buckets allow web pages of every origin to read them. */
function withCors(reply: WireReply): WireReply {
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
