/** Every way in which a CAVE service fails, as recorded, and the code, words and remedy a person gets. */
import { broken, failureOf, readBytes, readJson, readText } from '../../src/cave/replies';
import type { Code } from '../../src/core/codes';
import { TtError } from '../../src/core/errors';
import type { Recorded } from '../../src/exchange/drivers/recorded';
import { thrown } from '../support/sandboxDriver';
import { ASKED, reply, TOKEN } from './support';

const html = (title: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body></body>\r\n</html>\r\n`;
const graph = (code: number, message: string) =>
  JSON.stringify({ timestamp: '2026-01-01 00:00:00.000000', duration: 12.3, code, message });
const mat = (message: string) =>
  JSON.stringify({ code: 500, message, traceback: ['Traceback (most recent call last):\n', '…'] });
const tos =
  '{"error":"missing_tos","message":"Need to accept Terms of Service to access resource.","data":{"tos_id":3,"tos_name":"MICrONS","tos_form_url":"https://global.test/sticky_auth/api/v1/tos/3/accept"}}';

/** Words, recorded reply, code, what the sentence must say. */
type Row = [string, Recorded, Code, string];

const ANY: Row[] = [
  [
    'no token',
    { status: 401, body: '{"error":"no_token","message":"Unauthorized - No Token Provided"}' },
    'TOKEN',
    'CAVE needs a token. Paste one in Tracer Tools › Settings',
  ],
  [
    'a token that is unknown',
    { status: 401, body: '{"error":"invalid_token","message":"Unauthorized - Token is Invalid or Expired"}' },
    'TOKEN',
    'CAVE does not know this token. Paste a new one in Tracer Tools › Settings',
  ],
  [
    'a redirect to the login page',
    { status: 302, headers: { location: 'https://global.test/sticky_auth/api/v1/authorize?redirect=x' } },
    'TOKEN',
    'CAVE does not know this token',
  ],
  [
    'no permission',
    {
      status: 403,
      body: '{"error":"missing_permission","message":"Missing permission: view for dataset minnie65","data":{"required_permission":"view","auth_dataset":"minnie65"}}',
    },
    'PERMISSION',
    'your CAVE account lacks the permission "view" on minnie65. Ask its owners for access',
  ],
  [
    'terms not accepted',
    { status: 403, body: tos },
    'TERMS',
    'accept the MICrONS terms at https://global.test/',
  ],
  [
    'no role',
    {
      status: 403,
      body: '{"error":"missing_role","message":"Missing role: dataset_admin for dataset X","data":{"required_role":"dataset_admin","auth_dataset":"X"}}',
    },
    'PERMISSION',
    'lacks the permission "dataset_admin" on X',
  ],
  [
    'an administrators’ route',
    { status: 403, body: 'Requires superadmin privilege.' },
    'PERMISSION',
    'your CAVE account has no access to this part of minnie65_public. Ask its owners for access',
  ],
  [
    'an unknown datastack',
    {
      status: 400,
      body: '{"error":"invalid_table_id","message":"Invalid table_id for service","data":{"table_id":"nope","resource_namespace":"datastack"}}',
    },
    'NONE',
    'CAVE has no datastack minnie65_public',
  ],
  [
    'a body too large',
    { status: 413, body: html('413 Request Entity Too Large') },
    'BIG',
    'Ask for fewer ids',
  ],
  [
    '502',
    { status: 502, body: html('502 Bad Gateway') },
    'DOWN',
    'chunkedgraph roots fails (HTTP 502). Try again',
  ],
  [
    '503',
    { status: 503, body: html('503 Service Temporarily Unavailable') },
    'DOWN',
    '(HTTP 503). Try again later',
  ],
  ['504', { status: 504, body: html('504 Gateway Time-out') }, 'DOWN', '(HTTP 504). Try again later'],
  ['429', { status: 429, body: html('429 Too Many Requests') }, 'BUSY', 'CAVE asks us to wait a minute'],
  [
    '429 that says how long',
    { status: 429, headers: { 'retry-after': '39.2' } },
    'BUSY',
    'CAVE asks us to wait 40 s. Try again then',
  ],
  ['a wrong method', { status: 405, body: html('405 Method Not Allowed') }, 'INPUT', 'HTTP 405'],
  ['a missing route', { status: 404, body: html('404 Not Found') }, 'NONE', 'not found (minnie65_public)'],
];

const GRAPH: Row[] = [
  [
    'a bad parameter',
    { status: 400, body: graph(400, '[400]: Timestamp parameter is mandatory.') },
    'INPUT',
    'chunkedgraph roots: Timestamp parameter is mandatory.',
  ],
  [
    'a frozen virtual table',
    { status: 401, body: graph(401, '[401]: root_id not valid at timestamp') },
    'PERMISSION',
    'minnie65_public is a frozen public copy: root_id not valid at timestamp',
  ],
  [
    'an id that is no root',
    { status: 500, body: graph(500, '864691135122603047 is no root') },
    'UNKNOWN',
    'no such segment in minnie65_public (864691135122603047 is no root)',
  ],
  [
    'an id without a root',
    { status: 500, body: graph(500, 'Cannot find root id 5') },
    'UNKNOWN',
    'no such segment',
  ],
  ['a KeyError', { status: 500, body: graph(500, '864691135122603047') }, 'UNKNOWN', '864691135122603047'],
  [
    'another exception',
    { status: 500, body: graph(500, 'list index out of range') },
    'DOWN',
    'chunkedgraph roots fails: list index out of range. Try again later',
  ],
  [
    'no L2 cache',
    { status: 500, body: graph(500, 'Dataset minnie3_v1 does not have an L2 Cache.') },
    'NONE',
    'minnie65_public has no L2 cache',
  ],
];

const MATERIALIZE: Row[] = [
  [
    'an unknown table',
    {
      status: 500,
      body: mat(
        "404 Not Found: Analysis table 'nope' not found for version 1412 in datastack minnie65_public",
      ),
    },
    'NONE',
    "Not Found: Analysis table 'nope' not found for version 1412",
  ],
  [
    'an unknown version',
    { status: 500, body: mat('404 Not Found: version 9999 not found in x') },
    'NONE',
    '9999',
  ],
  [
    'ids that are no roots then',
    {
      status: 500,
      body: mat('400 Bad Request: Some root_ids passed are not valid at the query timestamp: [8]'),
    },
    'INPUT',
    'Some root_ids passed are not valid at the query timestamp',
  ],
  [
    'ids that are all stale',
    {
      status: 500,
      body: mat('ALL root id filters passed ([1 2])      were invalid at timestamp 2026-06-10.'),
    },
    'INPUT',
    'none of the ids is current at this time. Bring them up to date first',
  ],
  [
    'an expired version',
    {
      status: 500,
      body: mat(
        `Execution failed on sql 'SELECT t.id \nFROM t': relation "t" does not exist\nLINE 2: FROM t`,
      ),
    },
    'NONE',
    'has expired. Use a newer one',
  ],
  [
    'a value of the wrong type, after a statement of 200,000 characters',
    {
      status: 500,
      body: mat(
        `Execution failed on sql 'SELECT t.id WHERE t.id IN (${'720575940379940739, '.repeat(10_000)})': invalid input syntax for type bigint: 'abc'\nLINE 3`,
      ),
    },
    'INPUT',
    'the database refuses a value or expression: invalid input syntax for type bigint',
  ],
  [
    'a version’s own time',
    {
      status: 500,
      body: mat('400 Bad Request: do not use live live query to query a materialized timestamp'),
    },
    'INPUT',
    'Ask for that version by its number',
  ],
  [
    'rows to be looked up',
    { status: 500, body: mat('406 Not Acceptable: There are 7 annotations that need supervoxel lookups') },
    'PENDING',
    'CAVE has not looked up 7 rows. Ask for another version or time',
  ],
  [
    'no permission',
    { status: 500, body: mat('401 Unauthorized: private table') },
    'PERMISSION',
    'private table',
  ],
  [
    'a rate limit',
    { status: 500, body: mat('429 Too Many Requests: 300 per 1 minute') },
    'BUSY',
    'wait a minute',
  ],
  [
    'a query too heavy',
    {
      status: 500,
      body: mat(
        '(psycopg2.errors.QueryCanceled) canceling statement due to statement timeout\n[SQL: SELECT 1]',
      ),
    },
    'TIMEOUT',
    'was too heavy for the server. Ask for fewer ids at a time',
  ],
  [
    'a field it does not know',
    { status: 500, body: '{"schema_errors":{"filter_out_dict":["Unknown field."]}}' },
    'INPUT',
    'filter_out_dict not accepted',
  ],
  [
    'an argument it cannot read',
    { status: 500, body: '{"errors":{"count":"bad"},"message":"Input payload validation failed"}' },
    'INPUT',
    'Input payload validation failed',
  ],
  ['no version', { status: 404, body: '"No version found"' }, 'NONE', 'No version found (minnie65_public)'],
  ['no tables', { status: 404, body: 'null' }, 'NONE', 'chunkedgraph roots: not found (minnie65_public)'],
  ['no metadata', { status: 404, body: '[]' }, 'NONE', 'chunkedgraph roots: not found (minnie65_public)'],
];

const OTHERS: Row[] = [
  [
    'annotation, as materialize',
    { status: 500, body: mat('404 Not Found: no table x') },
    'NONE',
    'no table x',
  ],
  [
    'state',
    { status: 500, body: html('500 Internal Server Error') },
    'DOWN',
    'fails (HTTP 500). Try again later',
  ],
  [
    'skeleton, wrong layer',
    {
      status: 400,
      body: '{"Error":"Invalid root id: 7 (perhaps this is an id corresponding to a different level)"}',
    },
    'UNKNOWN',
    'Invalid root id: 7',
  ],
  [
    'skeleton, refused',
    { status: 400, body: '{"Error":"Problematic root id: 7 is in the refusal list"}' },
    'NONE',
    'Problematic root id: 7 is in the refusal list',
  ],
  [
    'skeleton, too many',
    { status: 400, body: '{"Error":"Too many root IDs requested: 501. Maximum allowed is 500."}' },
    'INPUT',
    'Too many root IDs requested: 501',
  ],
  [
    'skeleton, rate limit',
    { status: 429, body: '{"get_skeleton() RateLimitExceeded":"10 per 1 minute"}' },
    'BUSY',
    'CAVE asks us to wait',
  ],
  [
    'skeleton, failed',
    { status: 500, body: '{"Error":"no vertices"}' },
    'DOWN',
    'no vertices. Try again later',
  ],
];

const OURS: Row[] = [
  ['network', { failure: 'network' }, 'DOWN', 'chunkedgraph roots cannot be reached. Try again later'],
  ['timeout', { failure: 'timeout' }, 'TIMEOUT', 'chunkedgraph roots did not answer in time. Try again'],
  ['cut', { failure: 'cut' }, 'DOWN', 'the answer of chunkedgraph roots was cut or damaged. Try again'],
  ['blocked', { failure: 'blocked' }, 'PERMISSION', 'An administrator may have to allow it'],
  ['cancelled', { failure: 'cancelled' }, 'PENDING', 'cancelled before it was answered. Run again to go on'],
  ['deadline', { failure: 'deadline' }, 'PENDING', 'out of time. Refresh to go on'],
];

describe.each<[string, Row[]]>([
  ['any service', ANY],
  ['the graph and the L2 cache', GRAPH],
  ['materialize', MATERIALIZE],
  ['other services', OTHERS],
  ['no answer', OURS],
])('%s', (_service, rows) => {
  test.each(rows)('%s', (_words, answer, code, says) => {
    const error = failureOf(reply(answer), ASKED);
    expect(error).toBeInstanceOf(TtError);
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(says)]);
    expect(error.message).not.toContain(TOKEN);
    expect(error.message.length).toBeLessThan(260);
    expect(error.message).not.toMatch(/<html|Traceback|undefined|\[object|null/);
  });
});

test('terms carry their page, but only a web address', () => {
  const at = (body: string) => failureOf(reply({ status: 403, body }), ASKED).link;
  expect(at(tos)).toBe('https://global.test/sticky_auth/api/v1/tos/3/accept');
  expect(at(tos.replace('https://global.test', 'javascript:x'))).toBe('');
});

test('a rate limit carries its seconds', () => {
  const error = failureOf(reply({ status: 429, headers: { 'retry-after': '40' } }), ASKED);
  expect([error.retryAfter, error.passing]).toEqual([40, true]);
});

test('a long sentence of a server is cut', () => {
  const { message } = failureOf(
    reply({ status: 400, body: graph(400, `[400]: ${'x'.repeat(5000)}`) }),
    ASKED,
  );
  expect(message).toBe(`chunkedgraph roots: ${'x'.repeat(139)}…`);
});

describe('good replies', () => {
  test.each([200, 201, 204])('%i is good', (status) => {
    expect(readText(reply({ status, body: 'x' }), ASKED)).toBe('x');
    expect([...readBytes(reply({ status, body: 'x' }), ASKED)]).toEqual([120]);
  });
  test('JSON keeps its digits', () => {
    expect(readJson(reply({ body: '[864691135122603047]' }), ASKED)).toEqual(['864691135122603047']);
  });
  test.each(['', '{"a":[1,2', '<html></html>'])('"%s" is no whole answer', (body) => {
    expect(thrown(() => readJson(reply({ body }), ASKED))).toEqual(broken(ASKED));
  });
  test.each([readText, readBytes, readJson])('a failed reply throws its error', (read) => {
    const error = thrown(() => read(reply({ status: 503 }), ASKED)) as TtError;
    expect(error.code).toBe('DOWN');
  });
});
