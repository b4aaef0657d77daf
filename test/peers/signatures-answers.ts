/** Our signatures of random requests, to compare with Amazon's own signer: PEERS_DIR/signatures.json. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRequest } from '../../src/http/request';
import { HASHES } from '../../src/node/hashes';
import { signS3, uriEncode } from '../../src/volumes/s3/sigv4';
import { random } from '../../workbench/random';

const chance = random(20261130);
const below = (count: number): number => Math.floor(chance() * count);
const CHARACTERS = [...'aZ09-_.~ +:/&=?#%\'"()*!@,;<>$üπ漢😀'];
const text = (most: number): string =>
  Array.from({ length: 1 + below(most) }, () => CHARACTERS[below(CHARACTERS.length)]!).join('');

const answers = Array.from({ length: 500 }, (_none, n) => {
  const key = text(30)
    .split('/')
    .map((part) => uriEncode(/^\.*$/.test(part) ? 'dots' : part))
    .join('/');
  const query = [`?prefix=${uriEncode(text(9))}&list-type=2`, '?uploads=', ''][n % 3]!;
  const words = n % 4 === 0 ? text(200) : undefined;
  const body = words !== undefined && n % 8 === 0 ? new Uint8Array(Buffer.from(words)) : words;
  const keys = {
    accessKey: `AKIA${n}`,
    secret: `secret/${text(20)}`,
    sessionToken: n % 5 === 0 ? `session+${n}/=` : '',
    region: ['us-east-1', 'eu-west-1'][n % 2]!,
  };
  const request: HttpRequest = {
    method: (['GET', 'PUT', 'POST', 'DELETE'] as const)[n % 4]!,
    url: `https://${n % 2 ? 'c10s.pni.princeton.edu' : 's3.eu-west-1.amazonaws.com'}/lab/${key}${query}`,
    idempotent: true,
    route: '',
    headers: { 'x-amz-acl': ' public-read ', ...(n % 7 === 0 ? { range: 'bytes=0-9' } : {}) },
    ...(body === undefined ? {} : { body }),
  };
  const { headers } = signS3(request, keys, HASHES, Date.UTC(2026, 10, 30) + n * 1_000_000);
  return { method: request.method, url: request.url, headers, words: words ?? '', keys };
});
writeFileSync(join(process.env.PEERS_DIR!, 'signatures.json'), JSON.stringify(answers));
