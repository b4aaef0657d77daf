/** Which requests the command line signs, with whose keys, and what it says where there are none. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import { signingDriver } from '../../src/node/signing-driver';
import { replyOf } from '../volumes/store/bench';

const home = mkdtempSync(join(tmpdir(), 'tracertools-keys-'));
const secrets = join(home, '.cloudvolume', 'secrets');
mkdirSync(secrets, { recursive: true });
const save = (name: string, text: string) => writeFileSync(join(secrets, name), text);
const pair = (id: string, more = '') =>
  `{"AWS_ACCESS_KEY_ID":"${id}","AWS_SECRET_ACCESS_KEY":"secret"${more}}`;
save('nokura-secret.json', pair('NOKURA'));
save(
  'lab-nokura-secret.json',
  pair('LABNOKURA', ',"AWS_DEFAULT_REGION":"princeton","AWS_SESSION_TOKEN":"st"'),
);
save('matrix-secret.json', 'hidden secret, no JSON');
save('s3.example.org-secret.json', pair('OWNHOST'));
save('ourlab-secret.json', pair('OURLAB'));

async function headersOf(
  url: string,
  signFor?: 'gcs' | 's3',
  env: Record<string, string> = {},
  method: 'GET' | 'PUT' = 'GET',
  status = 200,
) {
  const sent: HttpRequest[] = [];
  const driver = {
    send: async (requests: HttpRequest[]) => {
      sent.push(...requests);
      return requests.map(() => replyOf(status, ''));
    },
    sleep: async () => undefined,
  };
  const request: HttpRequest = {
    method,
    url,
    route: '',
    idempotent: true,
    ...(signFor ? { signFor } : {}),
  };
  const now = () => Date.UTC(2026, 0, 1);
  await signingDriver(driver, { env, home, aliases: { ourlab: 's3.our-lab.org' }, now }).send([request]);
  return sent[0]!.headers ?? {};
}

test.each([
  ['https://c10s.pni.princeton.edu/other/a', /Credential=NOKURA\/20260101\/us-east-1\/s3/],
  ['https://c10s.pni.princeton.edu/lab/a', /Credential=LABNOKURA\/20260101\/princeton\/s3/],
  ['https://s3.example.org/lab/a', /Credential=OWNHOST\//],
  ['https://s3.our-lab.org/lab/a', /Credential=OURLAB\//],
])('%s', async (url, credential) => {
  expect((await headersOf(url, 's3')).authorization).toMatch(credential);
});

test('temporary keys bring their token; Amazon’s may come from the environment', async () => {
  expect(await headersOf('https://c10s.pni.princeton.edu/lab/a', 's3')).toMatchObject({
    'x-amz-security-token': 'st',
  });
  const env = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 's' };
  const headers = await headersOf('https://s3.amazonaws.com/lab/a', 's3', env);
  expect(headers.authorization).toMatch(/Credential=ENV\//);
  expect(headers).not.toHaveProperty('x-amz-security-token');
});

test('Amazon’s hosts of regions have Amazon’s keys, signed for the region', async () => {
  const env = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 's', AWS_DEFAULT_REGION: 'us-west-2' };
  const signed = async (host: string) =>
    (await headersOf(`https://${host}/lab/a`, 's3', env)).authorization ?? 'none';
  expect(await signed('s3.eu-west-1.amazonaws.com')).toMatch(/Credential=ENV\/\d+\/eu-west-1\/s3/);
  expect(await signed('s3-eu-west-1.amazonaws.com')).toMatch(/\/eu-west-1\/s3/);
  expect(await signed('s3.amazonaws.com')).toMatch(/\/us-west-2\/s3/);
  for (const host of [
    's3.evil.amazonaws.com.example.org',
    'x.s3.eu-west-1.amazonaws.com',
    's3.a.b.amazonaws.com',
  ]) {
    expect([host, await signed(host)]).toEqual([host, 'none']);
  }
});

test('the environment’s keys of Amazon go to no other host', async () => {
  const env = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 's' };
  const words = /there are no keys for td.princeton.edu: put them in .*tigerdata-secret.json/;
  await expect(headersOf('https://td.princeton.edu/lab/a', 's3', env, 'PUT')).rejects.toThrow(words);
  // What is public is read without keys; what is not says that there are none.
  expect(await headersOf('https://td.princeton.edu/lab/a', 's3', env)).toEqual({});
  await expect(headersOf('https://td.princeton.edu/lab/a', 's3', env, 'GET', 403)).rejects.toThrow(words);
});

test('what asks for no signature gets none; Google’s token goes to Google alone', async () => {
  const env = { CLOUDSDK_AUTH_ACCESS_TOKEN: 'ya29.token' };
  expect(await headersOf('https://c10s.pni.princeton.edu/lab/a')).toEqual({});
  expect(await headersOf('https://storage.googleapis.com/lab/a', undefined, env)).toEqual({});
  expect(await headersOf('https://storage.googleapis.com/storage/v1/b/lab/o', 'gcs', env)).toEqual({
    authorization: 'Bearer ya29.token',
  });
  expect(await headersOf('https://storage.googleapis.com.evil.example/x', 'gcs', env)).toEqual({});
  const words = /gcloud auth application-default login.*CLOUDSDK_AUTH_ACCESS_TOKEN/;
  await expect(headersOf('https://storage.googleapis.com/x', 'gcs', {}, 'PUT')).rejects.toThrow(words);
  expect(await headersOf('https://storage.googleapis.com/x', 'gcs')).toEqual({});
  await expect(headersOf('https://storage.googleapis.com/x', 'gcs', {}, 'GET', 401)).rejects.toThrow(words);
});

test('a damaged file of keys is named, and nothing of it is shown', async () => {
  const failed = headersOf('https://s3-hpcrc.rc.princeton.edu/lab/a', 's3');
  await expect(failed).rejects.toThrow(/matrix-secret.json holds no AWS_ACCESS_KEY_ID/);
  await expect(failed).rejects.not.toThrow(/hidden/);
});

describe('Google’s sign-in during long work', () => {
  const own = mkdtempSync(join(tmpdir(), 'tracertools-keys-'));
  mkdirSync(join(own, '.config', 'gcloud'), { recursive: true });
  const file = join(own, '.config', 'gcloud', 'application_default_credentials.json');
  writeFileSync(
    file,
    '{"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"hidden"}',
  );
  const LIST = 'https://storage.googleapis.com/storage/v1/b/lab/o';

  /** Sends two requests one after the other; `replies` are those of the sign-in and of the store, in order. */
  async function twice(signIns: HttpReply[], stores: HttpReply[]) {
    const sent: string[] = [];
    const driver = {
      send: async ([request]: HttpRequest[]) => {
        const isSignIn = request!.url.startsWith('https://oauth2.');
        sent.push(isSignIn ? 'sign-in' : (request!.headers?.authorization ?? 'unsigned'));
        return [(isSignIn ? signIns : stores).shift()!];
      },
      sleep: async () => undefined,
    };
    const ours = signingDriver(driver, { env: {}, home: own, aliases: {}, now: () => Date.UTC(2026, 0, 1) });
    const request: HttpRequest = { method: 'GET', url: LIST, route: '', idempotent: true, signFor: 'gcs' };
    const replies = [...(await ours.send([request])), ...(await ours.send([request]))];
    return { sent, replies };
  }
  const token = (text: string) => replyOf(200, `{"access_token":"${text}","expires_in":3600}`);

  test('a token that was revoked is got anew, once a request', async () => {
    const { sent, replies } = await twice(
      [token('a'), token('b'), token('c')],
      [replyOf(200, 'x'), replyOf(401, ''), replyOf(401, '')],
    );
    expect(sent).toEqual(['sign-in', 'Bearer a', 'Bearer a', 'sign-in', 'Bearer b']);
    expect(replies.map(({ status }) => status)).toEqual([200, 401]);
  });

  test('a sign-in that fails is a failed reply, not the end of the work, and is tried again', async () => {
    const { sent, replies } = await twice([replyOf(503, ''), token('a')], [replyOf(200, 'x')]);
    expect(sent).toEqual(['sign-in', 'sign-in', 'Bearer a']);
    expect(replies[0]).toMatchObject({
      failure: 'network',
      detail: expect.stringMatching(/cannot be reached/),
    });
    expect(replies[1]!.status).toBe(200);
  });

  test('a sign-in that is refused names its file and nothing of what it holds', async () => {
    const { replies } = await twice(
      [replyOf(400, '{"error":"invalid_grant"}'), replyOf(400, '{"error":"invalid_grant"}')],
      [],
    );
    expect(replies[0]!.status).toBe(401);
    expect(replies[0]!.text()).toContain(`does not take the sign-in in ${file} (invalid_grant)`);
    expect(replies[0]!.text()).not.toContain('hidden');
  });
});
