/** Who a token belongs to, from the auth service's record. */
import { readUser, tokenPage, userRequest } from '../../../src/cave/client/auth';
import { errorOf } from '../../support/sandbox-driver';
import { ACCESS, json, reply } from '../support';

const USER = {
  id: 42,
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  groups: ['default'],
  permissions: { minnie65: 1 },
  permissions_v2: { minnie65: ['view'], minnie65_sandbox: ['view', 'edit'] },
  missing_tos: [{ dataset_id: 7, dataset_name: 'zheng_ca3', tos_id: 3, tos_name: 'CA3' }],
};

test('asks for the caller’s own record', () => {
  expect(userRequest(ACCESS).url).toBe('https://global.test/auth/api/v1/user/cache');
  expect(tokenPage('https://global.test')).toBe('https://global.test/sticky_auth/settings/tokens');
});

test('reads name, permissions and terms to accept', () => {
  expect(readUser(reply(json(USER)))).toEqual({
    id: 42,
    name: 'Ada Lovelace',
    email: 'ada@example.org',
    permissions: USER.permissions_v2,
    missingTerms: [{ dataset: 'zheng_ca3', id: 3, name: 'CA3' }],
  });
});

test('a record with less is still a record', () => {
  expect(readUser(reply(json({ id: 1, name: 'X' })))).toEqual({
    id: 1,
    name: 'X',
    email: '',
    permissions: {},
    missingTerms: [],
  });
});

test.each([[], {}, null, 'Ada', { name: 3 }])('%p is no record', (value) => {
  expect(errorOf(() => readUser(reply(json(value))))).toMatchObject({ code: 'DOWN' });
});

test('a wrong token is a TOKEN error', () => {
  expect(errorOf(() => readUser(reply({ status: 401, body: '{"error":"invalid_token"}' })))).toMatchObject({
    code: 'TOKEN',
  });
});
