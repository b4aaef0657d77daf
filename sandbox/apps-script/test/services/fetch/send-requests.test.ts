/** Time, failures and redirects of requests. */

import type { HostOptions } from '../../../src/index';
import type { WireRequest } from '../../../src/platform/wire';
import { ADA, bench, messageOf, resultOf, server, text } from '../../bench-host';

const SITE = 'https://server.example';

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
  ])('%s turns a post into %s', (path, reply) => {
    expect(resultOf(fetchText(path, post), { network })).toBe(reply);
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
