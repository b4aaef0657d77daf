/** Google's sign-ins on this machine: which one counts, how it becomes a token, what is said where it does not. */
import { createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import { googleTokens } from '../../src/node/google-token';
import { replyOf } from '../volumes/store/bench';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const NOW = Date.UTC(2026, 5, 10);
let home: string;
let now: number;
let sent: HttpRequest[];
let reply: HttpReply;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tracertools-google-'));
  mkdirSync(join(home, '.config', 'gcloud'), { recursive: true });
  mkdirSync(join(home, '.cloudvolume', 'secrets'), { recursive: true });
  now = NOW;
  sent = [];
  reply = replyOf(200, '{"access_token":"ya29.new","expires_in":3600}');
});
const driver = {
  send: async (requests: HttpRequest[]) => {
    sent.push(...requests);
    return requests.map(() => reply);
  },
  sleep: async () => undefined,
};
const tokens = (env: Record<string, string> = {}) => googleTokens(driver, env, home, () => now);
const save = (path: string, fields: object) => writeFileSync(join(home, path), JSON.stringify(fields));
const ADC = '.config/gcloud/application_default_credentials.json';
const USER = { type: 'authorized_user', client_id: 'c', client_secret: 's+/=', refresh_token: 'r' };
const ACCOUNT = {
  type: 'service_account',
  client_email: 'bot@lab.iam.gserviceaccount.com',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
};
const form = () => new URLSearchParams(String(sent.at(-1)!.body));

test('nobody is signed in', async () => {
  expect(await tokens().token('lab')).toBeNull();
  expect(sent).toEqual([]);
});

test('the environment’s token counts first', async () => {
  save(ADC, USER);
  expect(await tokens({ CLOUDSDK_AUTH_ACCESS_TOKEN: ' ya29.env\n' }).token('lab')).toBe('ya29.env');
  expect(sent).toEqual([]);
  await expect(tokens({ CLOUDSDK_AUTH_ACCESS_TOKEN: 'a b' }).token('lab')).rejects.toThrow(/holds no token/);
});

test('gcloud’s application default is exchanged once, and again when it has run out', async () => {
  save(ADC, USER);
  const ours = tokens();
  expect(await Promise.all([ours.token('lab'), ours.token('other')])).toEqual(['ya29.new', 'ya29.new']);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://oauth2.googleapis.com/token' });
  expect([form().get('grant_type'), form().get('client_secret')]).toEqual(['refresh_token', 's+/=']);
  now += 3_500_000;
  await ours.token('lab');
  expect(sent).toHaveLength(1);
  now += 60_000;
  await ours.token('lab');
  expect(sent).toHaveLength(2);
});

test('a service account signs for itself; the one with the bucket’s name counts first', async () => {
  save('.cloudvolume/secrets/google-secret.json', USER);
  save('.cloudvolume/secrets/lab-google-secret.json', ACCOUNT);
  await tokens().token('lab');
  const [head, claims, signature] = form().get('assertion')!.split('.');
  expect(
    createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature!, 'base64url'),
  ).toBe(true);
  expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toEqual({
    iss: ACCOUNT.client_email,
    scope: 'https://www.googleapis.com/auth/devstorage.read_write',
    aud: 'https://oauth2.googleapis.com/token',
    iat: NOW / 1000,
    exp: NOW / 1000 + 3600,
  });
  await tokens().token('other');
  expect(form().get('grant_type')).toBe('refresh_token');
});

test('what cannot be used is named, and nothing of it is shown', async () => {
  save(ADC, { ...ACCOUNT, private_key: 'hidden' });
  await expect(tokens().token('lab')).rejects.toThrow(/holds no key that can sign/);
  save(ADC, { type: 'external_account', audience: 'hidden' });
  await expect(tokens().token('lab')).rejects.toThrow(/is no sign-in that is read here/);
  writeFileSync(join(home, ADC), 'hidden');
  await expect(tokens().token('lab')).rejects.toThrow(/cannot be read as a sign-in/);
  save(ADC, USER);
  reply = replyOf(400, '{"error":"invalid_grant","error_description":"hidden"}');
  const failed = tokens().token('lab');
  await expect(failed).rejects.toThrow(/does not take the sign-in in .* \(invalid_grant\)/);
  await expect(failed).rejects.not.toThrow(/hidden/);
  reply = replyOf(503, '');
  await expect(tokens().token('lab')).rejects.toThrow(/cannot be reached/);
});
