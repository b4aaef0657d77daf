/** Which requests the command line signs, with whose keys, and what it says where there are none. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signingDriver } from '../../src/cli/signing-driver';
import { machineCredentials } from '../../src/cli/store-keys';
import type { HttpRequest } from '../../src/http/request';

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

async function headersOf(url: string, signFor?: 'gcs' | 's3', env: Record<string, string> = {}) {
  const sent: HttpRequest[] = [];
  const driver = {
    send: async (requests: HttpRequest[]) => {
      sent.push(...requests);
      return [];
    },
    sleep: async () => undefined,
  };
  const request: HttpRequest = {
    method: 'GET',
    url,
    route: '',
    idempotent: true,
    ...(signFor ? { signFor } : {}),
  };
  await signingDriver(driver, machineCredentials(env, home), () => Date.UTC(2026, 0, 1)).send([request]);
  return sent[0]!.headers ?? {};
}

test.each([
  ['https://c10s.pni.princeton.edu/other/a', /Credential=NOKURA\/20260101\/us-east-1\/s3/],
  ['https://c10s.pni.princeton.edu/lab/a', /Credential=LABNOKURA\/20260101\/princeton\/s3/],
  ['https://s3.example.org/lab/a', /Credential=OWNHOST\//],
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

test('the environment’s keys of Amazon go to no other host', async () => {
  const env = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 's' };
  await expect(headersOf('https://td.princeton.edu/lab/a', 's3', env)).rejects.toThrow(
    /there are no keys for td.princeton.edu: put them in .*tigerdata-secret.json/,
  );
});

test('what asks for no signature gets none; Google’s token goes to Google alone', async () => {
  const env = { CLOUDSDK_AUTH_ACCESS_TOKEN: 'ya29.token' };
  expect(await headersOf('https://c10s.pni.princeton.edu/lab/a')).toEqual({});
  expect(await headersOf('https://storage.googleapis.com/lab/a', undefined, env)).toEqual({});
  expect(await headersOf('https://storage.googleapis.com/storage/v1/b/lab/o', 'gcs', env)).toEqual({
    authorization: 'Bearer ya29.token',
  });
  expect(await headersOf('https://storage.googleapis.com.evil.example/x', 'gcs', env)).toEqual({});
  await expect(headersOf('https://storage.googleapis.com/x', 'gcs')).rejects.toThrow(
    /CLOUDSDK_AUTH_ACCESS_TOKEN/,
  );
});

test('a damaged file of keys is named, and nothing of it is shown', async () => {
  const failed = headersOf('https://s3-hpcrc.rc.princeton.edu/lab/a', 's3');
  await expect(failed).rejects.toThrow(/matrix-secret.json holds no AWS_ACCESS_KEY_ID/);
  await expect(failed).rejects.not.toThrow(/hidden/);
});
