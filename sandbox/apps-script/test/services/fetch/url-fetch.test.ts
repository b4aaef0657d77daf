/** UrlFetchApp.fetchAll. */

import { ADA, bench, messageOf, resultOf, server, text } from '../../bench-host';

const SITE = 'https://server.example';

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
    expect(host.sent.map((request) => [request.method, request.url])).toEqual([
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
    expect(main()).toMatchObject({ message: 'Service invoked too many times for one day: urlfetch.' });
  });
});
