/** The service's own token: asked once for all who wait, kept until shortly before it expires. */
import { metadataToken } from '../../../src/companion/google/access-token';

function metadata(seconds: number) {
  const requests: unknown[] = [];
  let clock = 0;
  const fetcher = (async (url: string, init: RequestInit) => {
    requests.push([url, init.headers]);
    return new Response(
      JSON.stringify({ access_token: `token-${requests.length}`, expires_in: seconds, token_type: 'Bearer' }),
    );
  }) as unknown as typeof fetch;
  const advance = (ms: number): void => {
    clock += ms;
  };
  return { asked: requests, token: metadataToken(fetcher, () => clock), advance };
}

test('one question for many, and again two minutes before the end', async () => {
  const { asked, token, advance } = metadata(3600);
  advance(1);
  expect(await Promise.all([token(), token(), token()])).toEqual(['token-1', 'token-1', 'token-1']);
  expect(asked).toEqual([
    [
      'http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token',
      { 'metadata-flavor': 'Google' },
    ],
  ]);
  advance(3_470_000);
  expect(await token()).toBe('token-1');
  advance(20_000);
  expect(await token()).toBe('token-2');
});

test('no token is an error, and the next call asks again', async () => {
  const replies = [
    new Response('no', { status: 500 }),
    new Response('{}'),
    new Response('{"access_token":"t","expires_in":3600}'),
  ];
  const token = metadataToken((async () => replies.shift()!) as unknown as typeof fetch);
  await expect(token()).rejects.toThrow();
  await expect(token()).rejects.toThrow('no token of the service account');
  expect(await token()).toBe('t');
});
