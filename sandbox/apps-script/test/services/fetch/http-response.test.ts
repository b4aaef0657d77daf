/** HTTPResponse: bodies, charsets, headers. */

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { HostOptions } from '../../../src/index';
import type { WireReply } from '../../../src/platform/wire';
import { messageOf, resultOf, server, text } from '../../bench-host';

const SITE = 'https://server.example';

describe('responses', () => {
  const reply = (more: Partial<WireReply>): HostOptions['network'] =>
    server({ '/x': () => ({ ...text('fine'), ...more }) });
  const get = `const r = UrlFetchApp.fetch('${SITE}/x', { muteHttpExceptions: true });`;

  test('code, text, signed bytes, Blob, headers', () => {
    const network = reply({
      body: Uint8Array.of(0xc3, 0xa9, 0x41),
      headers: [
        ['Content-Type', 'text/plain; charset=utf-8'],
        ['Content-Disposition', 'attachment; filename="a.txt"'],
        ['X-Twice', '1'],
        ['X-Twice', '2'],
      ],
    });
    const body = `${get} return [r.getResponseCode(), r.getContentText(), r.getContent(), r.getBlob().getContentType(),
      r.getBlob().getName(), r.getHeaders()['X-Twice'], r.getAllHeaders()['X-Twice'], r.getContentText('ISO-8859-1')];`;
    expect(resultOf(body, { network })).toEqual([
      200,
      'éA',
      [-61, -87, 65],
      'text/plain',
      'a.txt',
      '2',
      ['1', '2'],
      'Ã©A',
    ]);
  });

  test('a declared charset counts', () => {
    const network = reply({
      body: Uint8Array.of(0xe9),
      headers: [['content-type', 'text/plain; charset=ISO-8859-1']],
    });
    expect(resultOf(`${get} return r.getContentText();`, { network })).toBe('é');
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('%s is unpacked', (encoding, pack) => {
    const network = reply({
      body: new Uint8Array(pack(Buffer.from('packed'))),
      headers: [['Content-Encoding', encoding]],
    });
    expect(resultOf(`${get} return r.getContentText();`, { network })).toBe('packed');
  });

  test('a damaged body is an exception', () => {
    const network = reply({ headers: [['content-encoding', 'gzip']] });
    expect(messageOf(`${get}`, { network })).toBe('Unexpected error: the response body is damaged');
  });

  test('a big body arrives whole', () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, k) => (k * 7) & 255);
    const sum = bytes.reduce((total, byte) => total + ((byte << 24) >> 24), 0);
    const body = `${get} return r.getContent().reduce(function (a, b) { return a + b; }, 0);`;
    expect(resultOf(body, { network: reply({ body: bytes }) })).toBe(sum);
  });

  test('an error status throws unless muted', () => {
    const network = reply({ ...text('x'.repeat(500)), status: 404 });
    expect(resultOf(`${get} return r.getResponseCode();`, { network })).toBe(404);
    expect(messageOf(`UrlFetchApp.fetch('${SITE}/x');`, { network })).toBe(
      `Request failed for ${SITE} returned code 404. Truncated server response: ${'x'.repeat(200)}... (use muteHttpExceptions option to examine full response)`,
    );
  });

  test.each([
    [{ breaks: 'reset' as const }, `Address unavailable: ${SITE}/x`],
    [{ breaks: 'cut' as const }, `Unexpected error: ${SITE}/x`],
    [{ body: new Uint8Array(50 * 1024 * 1024 + 1) }, 'Limit exceeded: URLFetch Response Size.'],
  ])('%#', (more, message) => {
    expect(messageOf(get, { network: reply(more) })).toBe(message);
  });
});
