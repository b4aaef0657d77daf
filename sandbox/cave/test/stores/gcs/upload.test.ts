/** Uploads: multipart with its two parts, resumable in grains of 256 KiB, and what breaks them. */
import { fresh } from '../../ask';
import { asker, GOOGLE, head, json, text } from '../bench';

const UP = `${GOOGLE}/upload/storage/v1/b/tracer-volumes/o`;
const GRAIN = 256 * 1024;

let ask: ReturnType<typeof asker>;
beforeEach(() => {
  ask = asker(fresh());
});

const relatedParts = (body: Uint8Array | string, edge = 'edge') =>
  ask(`${UP}?uploadType=multipart`, {
    body,
    headers: { 'content-type': `multipart/related; boundary="${edge}"` },
  });

test('multipart: metadata, then bytes of any kind', () => {
  const data = Uint8Array.from({ length: 256 }, (_, i) => i);
  const body = Buffer.concat([
    Buffer.from(
      '--edge\r\nContent-Type: application/json\r\n\r\n{"name":"m/1:0","contentEncoding":"gzip"}\r\n',
    ),
    Buffer.from('--edge\r\nContent-Type: model/x\r\n\r\n'),
    data,
    Buffer.from('\r\n--edge--\r\n'),
  ]);
  const result = json(relatedParts(new Uint8Array(body)));
  expect(result).toMatchObject({
    name: 'm/1:0',
    size: '256',
    contentType: 'model/x',
    contentEncoding: 'gzip',
  });
  const back = ask(`${GOOGLE}/tracer-volumes/m/1:0`, { headers: { 'accept-encoding': 'gzip' } });
  expect([...back.body]).toEqual([...data]);
  for (const broken of ['', '--edge\r\n\r\n{}', '--other\r\n\r\n{}\r\n--other--']) {
    expect(relatedParts(broken).status).toBe(400);
  }
});

function begin(query = '', body = '{"name":"big"}'): string {
  const reply = ask(`${UP}?uploadType=resumable${query}`, {
    body,
    headers: { 'x-upload-content-type': 'application/octet-stream' },
  });
  expect(reply.status).toBe(200);
  return head(reply, 'location')[0]!;
}

const part = (url: string, body: Uint8Array, range: string) =>
  ask(url, { method: 'PUT', body, headers: { 'content-range': range }, token: null });

test('resumable: parts, a question in between, a part sent twice, the end', () => {
  const url = begin('&ifGenerationMatch=0');
  const total = 2 * GRAIN + 100;
  const data = Uint8Array.from({ length: total }, (_, i) => (i * 7) % 251);
  const none = part(url, new Uint8Array(0), `bytes */${total}`);
  expect([none.status, head(none, 'range')]).toEqual([308, []]);
  // What is no whole number of grains is kept up to the last whole one.
  const first = part(url, data.subarray(0, GRAIN + 10), `bytes 0-${GRAIN + 9}/*`);
  expect([first.status, head(first, 'range')]).toEqual([308, [`bytes=0-${GRAIN - 1}`]]);
  expect(head(part(url, new Uint8Array(0), 'bytes */*'), 'range')).toEqual([`bytes=0-${GRAIN - 1}`]);
  part(url, data.subarray(0, GRAIN), `bytes 0-${GRAIN - 1}/${total}`);
  const gap = part(url, data.subarray(2 * GRAIN), `bytes ${2 * GRAIN}-${total - 1}/${total}`);
  expect([gap.status, text(gap)]).toEqual([400, expect.stringContaining('exceeds already uploaded size')]);
  expect(part(url, data.subarray(0, 5), `bytes ${GRAIN}-${GRAIN + 9}/${total}`).status).toBe(400);
  expect(part(url, data, 'bytes what').status).toBe(400);
  const last = part(url, data.subarray(GRAIN), `bytes ${GRAIN}-${total - 1}/${total}`);
  expect(json(last)).toMatchObject({ name: 'big', size: String(total) });
  // The end may be sent again after its answer was lost.
  expect(json(part(url, new Uint8Array(0), `bytes */${total}`))).toEqual(json(last));
  expect(Buffer.compare(ask(`${GOOGLE}/tracer-volumes/big`).body, data)).toBe(0);
});

test('resumable: whole at once, given up, unknown, a name that is taken meanwhile', () => {
  expect(json(ask(begin(), { method: 'PUT', body: 'all of it', token: null })).size).toBe('9');
  const url = begin('&ifGenerationMatch=0', '{"name":"late"}');
  ask(`${UP}?uploadType=media&name=late`, { body: 'first' });
  expect(ask(url, { method: 'PUT', body: 'second', token: null }).status).toBe(412);
  const uploadUrl = begin();
  expect(ask(uploadUrl, { method: 'DELETE', token: null }).status).toBe(499);
  expect(ask(uploadUrl, { method: 'PUT', body: 'x', token: null }).status).toBe(404);
  expect(ask(`${UP}?uploadType=resumable`, { body: '{}' }).status).toBe(400);
  expect(ask(`${UP}?uploadType=other&name=x`, { body: 'x' }).status).toBe(400);
  expect(ask(`${UP}?uploadType=media`, { body: 'x' }).status).toBe(400);
  expect(ask(`${UP}?uploadType=media&name=x`, { method: 'GET' }).status).toBe(405);
});
