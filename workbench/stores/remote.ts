/**
 * Connects work to third-party store servers: requests to a store's host go to the local server that replaces it,
 * signed with the keys that all of them accept.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import { type AsyncDriver, runAsync } from '../../src/http/runner';
import type { Work } from '../../src/http/work';
import { fileWriteDriver } from '../../src/node/files/file-writes';
import { localFiles } from '../../src/node/files/local-files';
import { httpDriver } from '../../src/node/http-driver';
import { signingDriver } from '../../src/node/signing-driver';
import { SYSTEM_CLOCK } from '../../src/node/system-clock';
import { runPolicy } from '../../src/tools/runner/run-policies';
import { type Location, storeLocation } from '../../src/volumes/places/locate';

export interface Server {
  name: string;
  kind: 'gcs' | 's3';
  url: string;
}

/** Hosts that the servers replace. s3proxy only knows public-read and private, so it gets no default ACL. */
const HOSTS: Record<string, [host: string, root: string]> = {
  s3proxy: ['s3proxy.judge.test', 's3://https://s3proxy.judge.test/'],
  versitygw: ['versitygw.judge.test', 's3://https://versitygw.judge.test/'],
  'fake-gcs-server': ['storage.googleapis.com', 'gs://'],
};

export interface Remote {
  /** Bytes of objects and documents received since it was set to 0. */
  received: number;
  at(path: string): Location;
  disk(path: string): Location;
  run<T>(work: Work<T>): Promise<T>;
}

export function remote(server: Server, folder: string, keys: { accessKey: string; secret: string }): Remote {
  const [host, root] = HOSTS[server.name]!;
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets, { recursive: true });
  writeFileSync(
    join(secrets, `${host}-secret.json`),
    JSON.stringify({ AWS_ACCESS_KEY_ID: keys.accessKey, AWS_SECRET_ACCESS_KEY: keys.secret }),
  );
  const env = { CLOUD_FILES_DIR: folder, CLOUD_VOLUME_DIR: folder, CLOUDSDK_AUTH_ACCESS_TOKEN: 'judge' };
  const redirected = redirect(httpDriver(), host, server.url, (bytes) => {
    far.received += bytes;
  });
  const signing = signingDriver(redirected, { env, home: folder, aliases: {}, now: Date.now });
  const driver = fileWriteDriver(signing);
  const local = localFiles(folder, { beside: true });
  const place = (path: string) => storeLocation(path, 'path', { aliases: {}, local });
  const far: Remote = {
    received: 0,
    at: (path) => place(`${root}${path}`),
    disk: place,
    run: (work) => runAsync(work, driver, runPolicy('commandLine', SYSTEM_CLOCK)),
  };
  return far;
}

/** Keeps the store's own host header, because it is signed. */
function redirect(
  inner: AsyncDriver,
  host: string,
  server: string,
  count: (bytes: number) => void,
): AsyncDriver {
  const origin = `https://${host}`;
  const there = (request: HttpRequest): HttpRequest => {
    if (!request.url.startsWith(`${origin}/`)) throw new Error(`${request.url} is no address of the judge's`);
    return {
      ...request,
      url: server + request.url.slice(origin.length),
      headers: { ...request.headers, host },
    };
  };
  const back = (reply: HttpReply): HttpReply => {
    if (!reply.failure) count(reply.bytes().length);
    const { location } = reply.headers;
    if (location === undefined) return reply;
    const own = location.replace(/^https?:\/\/[^/]+/, origin);
    return { ...reply, headers: { ...reply.headers, location: own } };
  };
  return { ...inner, send: async (requests) => (await inner.send(requests.map(there))).map(back) };
}
