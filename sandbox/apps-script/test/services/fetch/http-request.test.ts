/** From fetch options to a request; the allow-list of the manifest. */

import type { WireRequest } from '../../../src/platform/wire';
import { MANIFEST, messageOf, resultOf, server, text } from '../../bench-host';

const SITE = 'https://server.example';
/** Runs a menu function against one path and returns the request that arrived. */
function requestFrom(options: string): WireRequest {
  const requests: WireRequest[] = [];
  const network = server({
    '/x': (request) => {
      requests.push(request);
      return text('ok');
    },
  });
  resultOf(`UrlFetchApp.fetch('${SITE}/x?q=1', ${options});`, { network });
  return requests[0]!;
}
const bodyOf = (request: WireRequest) => Buffer.from(request.body).toString('utf8');

describe('requests', () => {
  test('a plain get', () => {
    const request = requestFrom('{}');
    expect(request).toMatchObject({ method: 'GET', path: '/x?q=1' });
    expect(request.headers).toMatchObject({ host: 'server.example', 'accept-encoding': 'gzip, deflate, br' });
    expect(request.headers['user-agent']).toMatch(/Google-Apps-Script/);
    expect(request.body.length).toBe(0);
  });

  test.each([
    [
      `{ method: 'post', payload: '{"a":1}', contentType: 'application/json' }`,
      'POST',
      'application/json',
      '{"a":1}',
    ],
    [`{ payload: 'a=1' }`, 'POST', 'application/x-www-form-urlencoded', 'a=1'],
    [`{ payload: { a: 'x y', b: 2 } }`, 'POST', 'application/x-www-form-urlencoded', 'a=x%20y&b=2'],
    [`{ method: 'PUT', payload: [104, 105] }`, 'PUT', 'application/x-www-form-urlencoded', 'hi'],
    [`{ method: 'patch', payload: Utilities.newBlob('é', 'text/css') }`, 'PATCH', 'text/css', 'é'],
    [`{ method: 'delete' }`, 'DELETE', undefined, ''],
  ])('%s', (options, method, type, body) => {
    const request = requestFrom(options);
    expect([request.method, request.headers['content-type'], bodyOf(request)]).toEqual([method, type, body]);
  });

  test('bytes over 127 arrive as they are, signed or not', () => {
    expect([...requestFrom('{ method: "post", payload: [-1, 255, -128, 128, 0] }').body]).toEqual([
      255, 255, 128, 128, 0,
    ]);
  });

  test('a form with a Blob is multipart', () => {
    const request = requestFrom(
      `{ method: 'post', payload: { a: '1', file: Utilities.newBlob('data', 'text/plain', 'f.txt') } }`,
    );
    expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(bodyOf(request)).toContain('filename="f.txt"\r\nContent-Type: text/plain\r\n\r\ndata\r\n');
    expect(bodyOf(request)).toContain('name="a"\r\n\r\n1\r\n');
  });

  test('headers in lower case, numbers as text', () => {
    expect(requestFrom(`{ headers: { Authorization: 'Bearer t', 'X-N': 5 } }`).headers).toMatchObject({
      authorization: 'Bearer t',
      'x-n': '5',
    });
  });

  test.each([
    [`{ headers: { Host: 'x' } }`, 'Attribute provided with invalid value: Header:Host'],
    [
      `{ headers: { 'Content-Length': '5' } }`,
      'Attribute provided with invalid value: Header:Content-Length',
    ],
    [`{ headers: { A: null } }`, 'Attribute provided with invalid value: Header:null'],
    [`{ headers: { 'A B': 'x' } }`, 'Attribute provided with invalid value: Header:A B'],
    [`{ headers: { A: 'x\\ny' } }`, 'Attribute provided with invalid value: Header:A'],
    [`{ headers: 'A: b' }`, 'Attribute provided with invalid value: headers'],
    [`{ headers: { A: 'x'.repeat(8200) } }`, 'Limit exceeded: URLFetch Headers Size.'],
    [`{ method: 'head' }`, 'Attribute provided with invalid value: method'],
    [`{ method: 'options' }`, 'Attribute provided with invalid value: method'],
    [`{ timeoutSeconds: -1 }`, 'Attribute provided with invalid value: timeoutSeconds'],
    [`{ payload: new Uint8Array([1]) }`, 'Attribute provided with invalid value: payload'],
    [`{ payload: SpreadsheetApp.getActive() }`, 'Attribute provided with invalid value: payload'],
    [`'GET'`, "The parameters (String,String) don't match the method signature for UrlFetchApp.fetch."],
  ])('%s is refused', (options, message) => {
    expect(
      messageOf(`UrlFetchApp.fetch('${SITE}/x', ${options});`, { network: server({ '/x': () => text('') }) }),
    ).toBe(message);
  });

  test('typed arrays pass with the switch', () => {
    const bodies: number[][] = [];
    const network = server({
      '/x': ({ body }) => {
        bodies.push([...body]);
        return text('');
      },
    });
    resultOf(`UrlFetchApp.fetch('${SITE}/x', { method: 'post', payload: new Uint8Array([1, 200]) });`, {
      network,
      switches: { typedArrayPayload: true },
    });
    expect(bodies).toEqual([[1, 200]]);
  });

  test.each([
    [`'${SITE}/' + 'a'.repeat(2082)`, 'Limit exceeded: URLFetch URL Length.'],
    [`'ftp://server.example/'`, 'Invalid argument: ftp://server.example/'],
    [`'http://'`, 'Invalid argument: http://'],
    [`'http://localhost:8080/'`, 'Address unavailable: http://localhost:8080/'],
    [`'https://192.168.0.1/'`, 'Address unavailable: https://192.168.0.1/'],
  ])('fetch(%s)', (url, message) => {
    expect(messageOf(`UrlFetchApp.fetch(${url});`)).toBe(message);
  });

  test('2,082 characters are fine', () => {
    const url = `${SITE}/x?`;
    const body = `return UrlFetchApp.fetch('${url}' + 'a'.repeat(${2082 - url.length})).getContentText();`;
    expect(resultOf(body, { network: server({ '/x': () => text('long') }) })).toBe('long');
  });

  test('getRequest shows without sending', () => {
    const body = `return UrlFetchApp.getRequest('${SITE}/x', { method: 'post', payload: 'p', contentType: 'text/plain' });`;
    expect(resultOf(body)).toMatchObject({
      url: `${SITE}/x`,
      method: 'post',
      payload: 'p',
      contentType: 'text/plain',
    });
  });
});

describe('the allow-list of the manifest', () => {
  const network = () => () => text('ok');
  const allow = (prefixes: string[]) => ({ network, manifest: { ...MANIFEST, urlFetchWhitelist: prefixes } });
  test.each([
    ['https://server.example/a/b', ['https://server.example/a/'], true],
    ['https://server.example/A/b', ['https://server.example/a/'], false],
    ['http://server.example/a/', ['https://server.example/'], false],
    ['https://server.example.evil/', ['https://server.example/'], false],
    ['https://x.server.example/a', ['https://*.server.example/'], true],
    ['https://evilserver.example/a', ['https://*.server.example/'], false],
  ])('%s under %s: %s', (url, prefixes, fine) => {
    const message = messageOf(`UrlFetchApp.fetch('${url}');`, allow(prefixes));
    expect(message.startsWith('no failure')).toBe(fine);
    if (!fine) expect(message).toMatch(/is not permitted: it is not in the manifest's urlFetchWhitelist/);
  });
});
