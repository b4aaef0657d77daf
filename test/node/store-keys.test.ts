/** A person's own aliases, as cloud-files keeps them. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownAliases, secretFolders } from '../../src/node/store-keys';

const home = mkdtempSync(join(tmpdir(), 'tracertools-aliases-'));
const folder = join(home, '.cloudfiles');
mkdirSync(folder);
const save = (text: string) => writeFileSync(join(folder, 'aliases.json'), text);

test('hosts by name, with or without https', () => {
  expect(ownAliases({}, join(home, 'nowhere'))).toEqual({});
  save('{"ourlab": {"host": "https://s3.our-lab.org/"}, "nokura": {"host": "x"}, "b2": {"host": "S3.b.io"}}');
  expect(ownAliases({}, home)).toEqual({ ourlab: 's3.our-lab.org', b2: 's3.b.io' });
  expect(ownAliases({ CLOUD_FILES_DIR: folder }, '/nowhere')).toMatchObject({ ourlab: 's3.our-lab.org' });
});

test.each([
  ['no JSON', /is no JSON of aliases/],
  ['[]', /is no JSON of aliases/],
  ['{"precomputed": {"host": "s3.a.org"}}', /alias "precomputed": a new word/],
  ['{"https": {"host": "s3.a.org"}}', /alias "https"/],
  ['{"our lab": {"host": "s3.a.org"}}', /alias "our lab"/],
  ['{"lab": {"host": "127.0.0.1"}}', /alias lab: the host has to be a name/],
  ['{"lab": {"host": "s3.a.org:9000"}}', /without a port/],
  ['{"lab": {"host": "user@s3.a.org"}}', /has to be a name/],
  ['{"lab": "s3.a.org"}', /has to be a name/],
])('%s', (text, words) => {
  save(text);
  expect(() => ownAliases({}, home)).toThrow(words);
});

test('secrets are looked for where cloud-files does', () => {
  expect(secretFolders({}, '/h')).toEqual(['/h/.cloudvolume/secrets', '/', '/h/.cloudfiles/secrets']);
  expect(secretFolders({ CLOUD_VOLUME_DIR: '/v', CLOUD_FILES_DIR: '/f' }, '/h')).toEqual([
    '/v/secrets',
    '/',
    '/f/secrets',
  ]);
});
