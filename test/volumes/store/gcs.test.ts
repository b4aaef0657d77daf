/** Google Cloud Storage's JSON API against a store in memory that keeps its documented habits. */

import type { HttpReply, HttpRequest } from '../../../src/http/request';
import { runSync } from '../../../src/http/runner';
import type { Work } from '../../../src/http/work';
import {
  copyObject,
  deleteObject,
  downloadObject,
  type Gcs,
  listObjects,
  readGsPath,
  statObject,
  uploadObject,
} from '../../../src/volumes/store/gcs';

interface Kept {
  bytes: Uint8Array;
  meta: Record<string, string>;
}

const GCS: Gcs = { token: 'ya29.a-token' };

function store(page = 2) {
  const objects = new Map<string, Kept>();
  const sent: HttpRequest[] = [];
  const rewrites = new Set<string>();
  const json = (status: number, value: object): HttpReply =>
    raw(status, new TextEncoder().encode(JSON.stringify(value)));
  const about = (name: string) => ({
    name,
    size: String(objects.get(name)!.bytes.length),
    ...objects.get(name)!.meta,
  });
  const answer = (request: HttpRequest): HttpReply => {
    sent.push(request);
    const url = new URL(request.url);
    if (request.headers?.authorization !== `Bearer ${GCS.token}`)
      return json(401, { error: { message: 'no' } });
    if (url.pathname.startsWith('/storage/v1/b/private/')) {
      return json(403, { error: { message: 'someone@lab does not have storage.objects.list access' } });
    }
    if (url.pathname === '/upload/storage/v1/b/lab/o') {
      const boundary = /boundary=(.*)$/.exec(request.contentType!)![1]!;
      const body = Buffer.from(request.body as Uint8Array).toString('latin1');
      const parts = body
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => part.slice(2, -2));
      const [meta, bytes] = parts.map((part) => part.slice(part.indexOf('\r\n\r\n') + 4));
      const { name, ...rest } = JSON.parse(meta!) as { name: string };
      if (url.searchParams.get('ifGenerationMatch') === '0' && objects.has(name)) return json(412, {});
      objects.set(name, { bytes: Uint8Array.from(Buffer.from(bytes!, 'latin1')), meta: rest });
      return json(200, about(name));
    }
    if (url.pathname === '/storage/v1/b/lab/o') {
      const { prefix = '', delimiter = '', pageToken = '0' } = Object.fromEntries(url.searchParams);
      const names = new Set<string>();
      for (const name of [...objects.keys()].sort()) {
        if (!name.startsWith(prefix)) continue;
        const cut = delimiter ? name.indexOf(delimiter, prefix.length) : -1;
        names.add(cut < 0 ? name : name.slice(0, cut + 1));
      }
      const all = [...names];
      const shown = all.slice(Number(pageToken), Number(pageToken) + page);
      const next = Number(pageToken) + page;
      return json(200, {
        items: shown.filter((name) => objects.has(name)).map(about),
        prefixes: shown.filter((name) => !objects.has(name)),
        ...(next < all.length ? { nextPageToken: String(next) } : {}),
      });
    }
    const [path, to] = url.pathname.slice('/storage/v1/b/lab/o/'.length).split('/rewriteTo/b/lab/o/');
    const name = decodeURIComponent(path!);
    const found = objects.get(name);
    if (!found) return json(404, { error: { message: 'No such object' } });
    if (to) {
      if (!rewrites.has(to)) {
        rewrites.add(to);
        return json(200, { done: false, rewriteToken: 'more' });
      }
      objects.set(decodeURIComponent(to), found);
      return json(200, { done: true, resource: about(decodeURIComponent(to)) });
    }
    if (request.method === 'DELETE') {
      objects.delete(name);
      return raw(204, new Uint8Array(0));
    }
    if (url.searchParams.get('alt') !== 'media') return json(200, about(name));
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers?.range ?? '');
    return range
      ? raw(206, found.bytes.slice(Number(range[1]), Number(range[2]) + 1))
      : raw(200, found.bytes);
  };
  const run = <T>(work: Work<T>): T =>
    runSync(
      work,
      { send: (requests) => requests.map(answer), sleep: () => undefined },
      { now: () => 0, random: () => 0.5 },
    );
  return { objects, sent, run };
}

const raw = (status: number, bytes: Uint8Array): HttpReply => ({
  status,
  headers: {},
  text: () => new TextDecoder().decode(bytes),
  bytes: () => bytes,
});

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const at = (name: string) => ({ bucket: 'lab', name });

test('an object goes up with its metadata and comes down as it was, whole or in part', () => {
  const { run, objects } = store();
  const name = 'méshes/1:0 #?%';
  const bytes = text('\r\n--tracer-tools-part\r\nbytes that look like the end of a part');
  const options = { contentType: 'application/json', cacheControl: 'no-cache', contentEncoding: 'identity' };
  expect(run(uploadObject(GCS, at(name), bytes, options)).size).toBe(bytes.length);
  expect(objects.get(name)).toEqual({ bytes, meta: options });
  expect(run(downloadObject(GCS, at(name)))).toEqual(bytes);
  expect(run(downloadObject(GCS, at(name), { start: 4, end: 9 }))).toEqual(bytes.slice(4, 9));
  expect(run(statObject(GCS, at(name)))?.contentType).toBe('application/json');
});

test('what is not there is null, false, or an error in words', () => {
  const { run } = store();
  expect(run(downloadObject(GCS, at('x')))).toBeNull();
  expect(run(statObject(GCS, at('x')))).toBeNull();
  expect(run(deleteObject(GCS, at('x')))).toBe(false);
  expect(() => run(copyObject(GCS, at('x'), at('y')))).toThrow('gs://lab/x is not there');
});

test('listings go on over their pages, with and without folders', () => {
  const { run, objects } = store();
  for (const name of ['a/1', 'a/2', 'a/b/3', 'a/c/4', 'a/c/5', 'z'])
    objects.set(name, { bytes: text(name), meta: {} });
  const names = (listing: { objects: { name: string }[] }) => listing.objects.map(({ name }) => name);
  expect(names(run(listObjects(GCS, at('a/'))))).toEqual(['a/1', 'a/2', 'a/b/3', 'a/c/4', 'a/c/5']);
  const level = run(listObjects(GCS, at('a/'), { delimiter: '/' }));
  expect([names(level), level.folders]).toEqual([
    ['a/1', 'a/2'],
    ['a/b/', 'a/c/'],
  ]);
  expect(() => run(listObjects(GCS, at('a/'), { most: 2 }))).toThrow(/more than 2 objects/);
});

test('a copy is made by the store, in as many calls as it takes; a deletion takes one', () => {
  const { run, objects, sent } = store();
  objects.set('a/1', { bytes: text('x'), meta: { contentType: 'text/plain' } });
  expect(run(copyObject(GCS, at('a/1'), at('b/1'))).name).toBe('b/1');
  expect(objects.get('b/1')).toEqual(objects.get('a/1'));
  expect(sent).toHaveLength(2);
  expect(run(deleteObject(GCS, at('a/1')))).toBe(true);
  expect(objects.has('a/1')).toBe(false);
});

test('an object that is there is not written over where only new ones may be', () => {
  const { run, objects } = store();
  const upload = (value: string) =>
    run(uploadObject(GCS, at('new/1'), text(value), { contentType: 'text/plain', onlyNew: true }));
  upload('one');
  expect(() => upload('two')).toThrow('gs://lab/new/1 is there already');
  expect(objects.get('new/1')!.bytes).toEqual(text('one'));
});

test.each([
  [{ status: 500 }, /the store fails \(HTTP 500\)/],
  [{ status: 429 }, /the store asks to wait/],
  [{ status: 400 }, /refuses \(HTTP 400\): what is said/],
  [{ status: 404 }, /there is no such bucket or object/],
  [{ status: 200 }, /answer about .* was damaged/],
  [{ status: 0, failure: 'timeout' as const }, /did not come in time/],
  [{ status: 0, failure: 'deadline' as const }, /Run again to go on/],
  [{ status: 0, failure: 'network' as const }, /cannot be reached/],
])('%j is told in words', (reply, words) => {
  const work = listObjects(GCS, at('a'));
  work.next();
  const body = '{"error":{"message":"what is said"},"items":[{"size":"x"}]}';
  const whole = { headers: {}, text: () => body, bytes: () => text(body), ...reply };
  expect(() => work.next([whole])).toThrow(words);
});

test('refusals say who may not do what, and never the token', () => {
  const { run } = store();
  expect(() => run(listObjects(GCS, { bucket: 'private', name: '' }))).toThrow(
    /your Google account may not do this/,
  );
  expect(() => run(listObjects({ token: 'ya29.other' }, at('')))).toThrow(/does not know this sign-in/);
  try {
    run(listObjects({ token: 'ya29.other' }, at('')));
  } catch (error) {
    expect(String(error)).not.toContain('ya29');
  }
});

test('paths are read in their parts', () => {
  expect(readGsPath('gs://our-lab/a/b c')).toEqual({ bucket: 'our-lab', name: 'a/b c' });
  expect(readGsPath('gs://our-lab')).toEqual({ bucket: 'our-lab', name: '' });
  for (const path of ['s3://b/k', 'gs://', 'gs://A/b', 'our-lab/a'])
    expect(() => readGsPath(path)).toThrow(/is not a path/);
});
