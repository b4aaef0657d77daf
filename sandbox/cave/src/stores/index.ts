/** The buckets of the world: Google's and those of the S3 kind, each under its host, in memory. */
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
/** Hosts of the S3 kind: those that cloud paths have aliases for, and Amazon's own. */
export const S3_HOSTS = [
  'c10s.pni.princeton.edu',
  's3-hpcrc.rc.princeton.edu',
  'td.princeton.edu',
  's3.amazonaws.com',
] as const;
const S3_KINDS: Record<string, S3Kind> = { 'c10s.pni.princeton.edu': 'ecs', 's3.amazonaws.com': 'aws' };
/**
 * Where every host's requests are answered on the sandbox's own origin. Below the first, addresses in replies are the
 * host's own, for programs that take the host to be here; below the second, for clients that have an endpoint setting,
 * they are this origin's.
 */
export const MOUNT = '/stores/';
export const EMULATORS = '/emulators/';

/** A request that is a store's: its host, its path there, and the endpoint that the client knows; null for any other. */
export function storeTarget(
  path: string,
  origin: string,
): { host: string; path: string; endpoint: string } | null {
  // A client that takes the sandbox for its HTTP proxy.
  const [, proxied, below = '/'] = /^http:\/\/([^/?]+)(.*)$/s.exec(path) ?? [];
  if (proxied !== undefined) return { host: proxied, path: below, endpoint: `http://${proxied}` };
  const mount = [MOUNT, EMULATORS].find((known) => path.startsWith(known));
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
  /** Time that signatures are compared with, ms: the world's own may have been moved on. */
  clock: () => number;
  /** The bearer token that may write. */
  token: string;
  /** The keys that may write on hosts of the S3 kind. */
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

  /** Makes a bucket, or gives the one that is there. Anybody may read it unless `open` says otherwise. */
  bucket(host: string, name: string, more: More = {}): Bucket {
    const buckets = this.hosts.get(host);
    if (buckets === undefined) throw new Error(`no store at ${host}`);
    const known = buckets.get(name);
    if (known !== undefined) return known;
    const created = new Bucket({ open: true, ...more, name, now: this.options.now });
    buckets.set(name, created);
    return created;
  }

  /** Puts objects into a bucket that anybody may read, below a folder ('' for none), when the bucket is first used. */
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
   * Who answers for a host; null where no store does. Paths are those of the host. `endpoint`: the address under which a
   * client with such a setting reaches the host.
   */
  handlerOf(host: string, endpoint = ''): WireHandler | null {
    if (host === GOOGLE || host === 'www.googleapis.com') {
      return guarded((request) => this.google(request, endpoint));
    }
    const store = this.s3.get(host);
    if (store === undefined) return null;
    return guarded((request) => {
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

/** A document of the JSON API with the addresses that a client with an endpoint setting has to use. */
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

/** A path that is no percent-encoding is a bad request everywhere. */
const guarded =
  (handle: WireHandler): WireHandler =>
  (request) => {
    try {
      return withCors(handle(request));
    } catch (error) {
      if (error instanceof URIError) return xmlError(400, 'InvalidURI', 'Couldn’t parse the specified URI.');
      throw error;
    }
  };

/** Public buckets let pages of every origin read them. */
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
