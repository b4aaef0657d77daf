/** The sidebar explains exactly the scopes that the manifest asks for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOUD_STORAGE, PERMISSIONS } from '../../sidebar/settings-permissions';

const { oauthScopes } = JSON.parse(readFileSync(join(__dirname, '../../appsscript.json'), 'utf8')) as {
  oauthScopes: string[];
};

test('each scope of the manifest is explained, and no other', () => {
  const scopes = oauthScopes.map((scope) => scope.replace(/^.*\/auth\//, ''));
  expect(PERMISSIONS.map(({ scope }) => scope).sort()).toEqual(scopes.sort());
  expect(scopes).not.toContain(CLOUD_STORAGE.scope);
});
