/** UrlFetchApp: requests as they leave, answers as they come, refusals in Google's words. */

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { HostOptions } from '../../../src/index';
import type { WireReply, WireRequest } from '../../../src/platform/wire';
import { ADA, bench, MANIFEST, messageOf, resultOf, server, text } from '../../bench-host';

const SITE = 'https://server.example';

/** Runs a menu function against one path and returns the request that arrived. */
function arrived(options: string): WireRequest {
  const seen: WireRequest[] = [];
  const network = server({
    '/x': (request) => {
      seen.push(request);
      return text('ok');
    },
  });
  resultOf(`UrlFetchApp.fetch('${SITE}/x?q=1', ${options});`, { network });
  return seen[0]!;
}
const bodyOf = (request: WireRequest) => Buffer.from(request.body).toString('utf8');

describe('requests', () => {
  test('a plain get', () => {
    const request = arrived('{}');
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
    const request = arrived(options);
    expect([request.method, request.headers['content-type'], bodyOf(request)]).toEqual([method, type, body]);
  });

  test('bytes over 127 arrive as they are, signed or not', () => {
    expect([...arrived('{ method: "post", payload: [-1, 255, -128, 128, 0] }').body]).toEqual([
      255, 255, 128, 128, 0,
    ]);
  });

  test('a form with a Blob is multipart', () => {
    const request = arrived(
      `{ method: 'post', payload: { a: '1', file: Utilities.newBlob('data', 'text/plain', 'f.txt') } }`,
    );
    expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(bodyOf(request)).toContain('filename="f.txt"\r\nContent-Type: text/plain\r\n\r\ndata\r\n');
    expect(bodyOf(request)).toContain('name="a"\r\n\r\n1\r\n');
  });

  test('headers in lower case, numbers as text', () => {
    expect(arrived(`{ headers: { Authorization: 'Bearer t', 'X-N': 5 } }`).headers).toMatchObject({
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
    const seen: number[][] = [];
    const network = server({
      '/x': ({ body }) => {
        seen.push([...body]);
        return text('');
      },
    });
    resultOf(`UrlFetchApp.fetch('${SITE}/x', { method: 'post', payload: new Uint8Array([1, 200]) });`, {
      network,
      switches: { typedArrayPayload: true },
    });
    expect(seen).toEqual([[1, 200]]);
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

describe('time', () => {
  const slow = server({
    '/slow': () => ({ ...text('slow'), delayMs: 40_000 }),
    '/hang': () => ({ ...text(''), breaks: 'hang' }),
  });

  test('the clock moves by the delay', () => {
    expect(
      resultOf(`const b = Date.now(); UrlFetchApp.fetch('${SITE}/slow'); return Date.now() - b;`, {
        network: slow,
      }),
    ).toBe(40_000);
  });
  test('timeoutSeconds ends the wait', () => {
    const body = `const b = Date.now(); try { UrlFetchApp.fetch('${SITE}/slow', { timeoutSeconds: 5 }); } catch (e) { return [e.message, Date.now() - b]; }`;
    expect(resultOf(body, { network: slow })).toEqual([`Timeout: ${SITE}/slow`, 5000]);
  });
  test('or is not known yet, with the switch', () => {
    const body = `return UrlFetchApp.fetch('${SITE}/slow', { timeoutSeconds: 5 }).getContentText();`;
    expect(resultOf(body, { network: slow, switches: { timeoutSeconds: false } })).toBe('slow');
  });
  test('a server that never answers eats the whole run', () => {
    const { main } = bench(`function main() { UrlFetchApp.fetch('${SITE}/hang'); }`, { network: slow });
    expect(main()).toMatchObject({ killed: true });
  });
  test('a formula dies of it at 30 s', () => {
    const { host } = bench(`function F() { return UrlFetchApp.fetch('${SITE}/slow').getContentText(); }`, {
      network: slow,
    });
    expect(host.run('F', [], { user: ADA, entry: 'cell' })).toMatchObject({ killed: true });
  });
});

describe('fetchAll', () => {
  const network = server({
    '/a': () => ({ ...text('a'), delayMs: 300 }),
    '/b': () => ({ ...text('b'), delayMs: 500 }),
    '/bad': () => text('no', 500),
  });
  const all = (list: string) =>
    `const b = Date.now(); const r = UrlFetchApp.fetchAll(${list}); return [r.map(function (x) { return x.getContentText(); }).join(), Date.now() - b];`;

  test('keeps order and takes as long as the slowest', () => {
    expect(
      resultOf(all(`['${SITE}/b', { url: '${SITE}/a', method: 'post', payload: 'x' }, '${SITE}/b']`), {
        network,
      }),
    ).toEqual(['b,a,b', 500]);
  });
  test('one bad answer loses all, muted it does not', () => {
    expect(messageOf(all(`['${SITE}/a', '${SITE}/bad']`), { network })).toMatch(
      /^Request failed for .* returned code 500/,
    );
    expect(
      resultOf(all(`['${SITE}/a', { url: '${SITE}/bad', muteHttpExceptions: true }]`), { network }),
    ).toEqual(['a,no', 300]);
  });
  test('one unreachable address too', () => {
    expect(messageOf(all(`['${SITE}/a', 'https://nowhere.example/']`), { network })).toBe(
      'Address unavailable: https://nowhere.example/',
    );
  });
  test('a request needs a URL', () => {
    expect(messageOf(all(`[{ method: 'get' }]`), { network })).toBe('Attribute provided with no value: url');
  });
  test('each counts, a call is one round trip', () => {
    const { host, main } = bench(
      `function main() { UrlFetchApp.fetchAll(['${SITE}/a', '${SITE}/b']); UrlFetchApp.fetch('${SITE}/a'); }`,
      { network },
    );
    main();
    expect(host.counters).toMatchObject({ fetches: 3, roundTrips: 2 });
    expect(host.world.quotas.of(ADA, 'urlFetch')).toBe(3);
    expect(host.sent.map((sent) => [sent.method, sent.url])).toEqual([
      ['GET', `${SITE}/a`],
      ['GET', `${SITE}/b`],
      ['GET', `${SITE}/a`],
    ]);
  });
  test('the quota of the day', () => {
    const { main } = bench(`function main() { UrlFetchApp.fetchAll(['${SITE}/a', '${SITE}/b']); }`, {
      network,
      switches: { daily: { urlFetch: 3 } },
    });
    expect(main().ok).toBe(true);
    expect(main()).toMatchObject({ message: 'Service invoked too many times: urlfetch.' });
  });
});

describe('redirects', () => {
  const echo = ({ method, headers, body }: WireRequest) =>
    text(`${method} ${headers.authorization ?? '-'} ${Buffer.from(body)}`);
  const to = (status: number, location?: string) => () =>
    text('', status, location === undefined ? [] : [['Location', location]]);
  const network: HostOptions['network'] = (url) => {
    const { host, pathname } = new URL(url);
    if (host === 'other.example') return echo;
    const routes: Record<string, ReturnType<typeof to> | typeof echo> = {
      '/end': echo,
      '/301': to(301, '/end'),
      '/302': to(302, `${SITE}/end`),
      '/303': to(303, '/end'),
      '/307': to(307, '/end'),
      '/308': to(308, '/end'),
      '/308none': to(308),
      '/away': to(302, 'https://other.example/'),
      '/loop': to(302, '/loop'),
    };
    return routes[pathname] ?? null;
  };
  const fetchText = (path: string, options = '{}') =>
    `return UrlFetchApp.fetch('${SITE}${path}', ${options}).getContentText();`;
  const post = `{ method: 'post', payload: 'p', headers: { Authorization: 'Bearer t' } }`;

  test.each([
    ['/301', 'GET Bearer t '],
    ['/302', 'GET Bearer t '],
    ['/303', 'GET Bearer t '],
    ['/307', 'POST Bearer t p'],
    ['/308', 'POST Bearer t p'],
  ])('%s turns a post into %s', (path, seen) => {
    expect(resultOf(fetchText(path, post), { network })).toBe(seen);
  });
  test('not followed when asked, nor a 308 without a Location', () => {
    expect(
      resultOf(`return UrlFetchApp.fetch('${SITE}/302', { followRedirects: false }).getResponseCode();`, {
        network,
      }),
    ).toBe(302);
    expect(resultOf(`return UrlFetchApp.fetch('${SITE}/308none').getResponseCode();`, { network })).toBe(308);
  });
  test('the token goes along to another host, unless the switch says no', () => {
    expect(resultOf(fetchText('/away', post), { network })).toBe('GET Bearer t ');
    expect(resultOf(fetchText('/away', post), { network, switches: { authorizationFollows: false } })).toBe(
      'GET - ',
    );
  });
  test('a loop ends', () => {
    expect(messageOf(fetchText('/loop'), { network })).toBe(`Too many redirects: ${SITE}/loop`);
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
