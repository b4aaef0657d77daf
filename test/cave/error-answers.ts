/**
 * Every error reply of every service, recorded or taken from the service's code, and the text in the cell. The test of
 * `src/cave/client/replies.ts` checks each row; docs/errors.md is made from the same rows.
 */
import type { Code } from '../../src/core/codes';
import type { RecordedReply } from '../../src/http/drivers/recorded';

/**
 * `confirmation`: the reply to the request that confirms the failure, and its description. `cell`: the text after the
 * code.
 */
export type ErrorRow = [
  situation: string,
  answer: RecordedReply,
  code: Code,
  cell: string,
  confirmation?: { of: string; answer: RecordedReply; words: string },
];

export interface ServiceErrors {
  service: string;
  /** What is requested, as errors name it. */
  what: string;
  rows: ErrorRow[];
}

export const DATASTACK = 'minnie65_public';

const html = (title: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
const page = (status: number, title: string): RecordedReply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: html(`${status} ${title}`),
});
const FLASK_500 =
  '<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n<p>The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.</p>\n';
const object = (status: number, value: object): RecordedReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const TRACE = ['Traceback (most recent call last):\n', '…'];
const graph = (status: number, message: string): RecordedReply =>
  object(status, {
    timestamp: '2026-01-01 00:00:00.000000',
    duration: 12.3,
    code: status,
    message,
    ...(status === 500 ? { traceback: TRACE } : {}),
  });
const wrapError = (message: string): RecordedReply => object(500, { code: 500, message, traceback: TRACE });

const INVALID = object(401, {
  error: 'invalid_token',
  message: 'Unauthorized - Token is Invalid or Expired',
});
const TERMS = object(403, {
  error: 'missing_tos',
  message: 'Need to accept Terms of Service to access resource.',
  data: {
    tos_id: 3,
    tos_name: 'MICrONS',
    tos_form_url: 'https://global.test/sticky_auth/api/v1/tos/3/accept',
  },
});
const DENIED = object(403, {
  error: 'missing_permission',
  message: 'Missing permission: view for dataset minnie65',
  data: { required_permission: 'view', auth_dataset: 'minnie65' },
});
const NO_TABLE = object(400, {
  error: 'invalid_table_id',
  message: 'Invalid table_id for service',
  data: { table_id: 'minnie3_v1', resource_namespace: 'pychunkedgraph' },
});
const LOGIN: RecordedReply = {
  status: 302,
  headers: { location: 'https://global.test/sticky_auth/api/v1/authorize?redirect=x' },
};

/** What the auth service returns about the user. */
const user = (missing: number[], view: boolean): RecordedReply =>
  object(200, {
    id: 42,
    name: 'Ada Lovelace',
    email: 'ada@example.org',
    affiliations: [[]],
    permissions_v2: view ? { minnie65: ['view'] } : {},
    missing_tos: missing.map((id) => ({
      dataset_id: 7,
      dataset_name: 'minnie65',
      tos_id: id,
      tos_name: 'x',
    })),
  });
const auth = (answer: RecordedReply, words: string) => ({ of: 'auth', answer, words });
const KNOWN = auth(user([], true), 'knows the person, who may view; no terms are open');

const BAD_TOKEN = 'CAVE does not know this token. Paste a new one in Tracer Tools › Settings';
const HEALS = 'That ends by itself within 5 minutes: try again then';

const SIGN_IN: ErrorRow[] = [
  [
    'no token',
    object(401, { error: 'no_token', message: 'Unauthorized - No Token Provided' }),
    'TOKEN',
    'CAVE needs a token. Paste one in Tracer Tools › Settings',
  ],
  ['a token that auth does not know either', INVALID, 'TOKEN', BAD_TOKEN, auth(INVALID, '401')],
  [
    'a good token, remembered as bad after a failed look-up',
    INVALID,
    'BUSY',
    `CAVE knows your token, but chunkedgraph roots refuses it for now. ${HEALS}`,
    KNOWN,
  ],
  ...[
    page(429, 'Too Many Requests'),
    page(503, 'Service Temporarily Unavailable'),
    { failure: 'network' as const },
  ].map(
    (answer): ErrorRow => [
      `a token, and auth answers ${answer.status ?? 'nothing'}`,
      INVALID,
      'DOWN',
      'chunkedgraph roots refuses your token, and CAVE cannot say now whether it is good. Try again in 5 minutes',
      auth(answer, String(answer.status ?? 'no connection')),
    ],
  ),
  [
    'a token, and time is out before auth is asked',
    INVALID,
    'PENDING',
    'out of time. Refresh to go on',
    auth({ failure: 'deadline' }, 'not asked'),
  ],
  ['a redirect to the log-in page', LOGIN, 'TOKEN', BAD_TOKEN, auth(INVALID, '401')],
  [
    'a redirect to the log-in page with a good token',
    LOGIN,
    'BUSY',
    `CAVE knows your token, but chunkedgraph roots refuses it for now. ${HEALS}`,
    KNOWN,
  ],
  [
    'a token in another form',
    object(400, { error: 'bad_auth_header', message: "Authorization header must begin with 'Bearer'" }),
    'INPUT',
    "chunkedgraph roots: Authorization header must begin with 'Bearer'",
  ],
  [
    'no permission',
    DENIED,
    'PERMISSION',
    'your CAVE account lacks the permission "view" on minnie65. Ask its owners for access',
    auth(user([], false), 'knows the person, who may not view'),
  ],
  [
    'a permission given a moment ago',
    DENIED,
    'BUSY',
    `your CAVE account has the permission "view" on minnie65, but chunkedgraph roots has not noticed yet. ${HEALS}`,
    KNOWN,
  ],
  [
    'terms not accepted',
    TERMS,
    'TERMS',
    'accept the MICrONS terms at https://global.test/sticky_auth/api/v1/tos/3/accept; your token is fine',
    auth(user([3], false), 'these terms are open'),
  ],
  [
    'terms accepted a moment ago',
    TERMS,
    'BUSY',
    `the MICrONS terms are accepted, but chunkedgraph roots has not noticed yet. ${HEALS}`,
    auth(user([5], true), 'only other terms are open'),
  ],
  [
    'terms, and auth does not answer',
    TERMS,
    'TERMS',
    'accept the MICrONS terms at https://global.test/sticky_auth/api/v1/tos/3/accept; your token is fine',
    auth(page(503, 'Service Temporarily Unavailable'), '503'),
  ],
  [
    'no role',
    object(403, {
      error: 'missing_role',
      message: 'Missing role: dataset_admin for dataset X',
      data: { required_role: 'dataset_admin', auth_dataset: 'X' },
    }),
    'PERMISSION',
    'your CAVE account lacks the permission "dataset_admin" on X. Ask its owners for access',
    KNOWN,
  ],
  [
    'a route for administrators',
    { status: 403, body: 'Requires superadmin privilege.' },
    'PERMISSION',
    'your CAVE account has no access to this part of minnie65_public. Ask its owners for access',
    KNOWN,
  ],
  [
    'a datastack or table that auth does not know either',
    NO_TABLE,
    'NONE',
    'CAVE has no datastack minnie65_public',
    auth(object(404, []), '404 for the name'),
  ],
  [
    'a known table whose look-up failed',
    NO_TABLE,
    'BUSY',
    'CAVE knows minnie65_public, but chunkedgraph roots could not look it up for a moment. Try again in a minute',
    auth({ status: 200, body: '"minnie65"' }, 'knows the name'),
  ],
  [
    'a table, and auth fails',
    NO_TABLE,
    'DOWN',
    'chunkedgraph roots cannot look minnie65_public up now. Try again in a minute',
    auth(page(429, 'Too Many Requests'), '429'),
  ],
  [
    'a table of an open datastack, and auth does not tell this person',
    NO_TABLE,
    'DOWN',
    'chunkedgraph roots cannot look minnie65_public up now. Try again in a minute',
    auth({ status: 403, body: 'Requires superadmin privilege.' }, '403'),
  ],
  [
    'auth fails for as long as the service asks',
    graph(500, 'HTTPSConnectionPool(host=auth, port=443): Max retries exceeded with url: /api/v1/user/cache'),
    'DOWN',
    'chunkedgraph roots fails: HTTPSConnectionPool(host=auth, port=443): Max retries exceeded with url: /api/v1/user/cache. Try again later',
  ],
];

const PROXY: ErrorRow[] = [
  ...[
    page(413, 'Request Entity Too Large'),
    page(414, 'Request-URI Too Large'),
    page(431, 'Request Header Fields Too Large'),
  ].map(
    (answer): ErrorRow => [
      `too large (${answer.status})`,
      answer,
      'BIG',
      'chunkedgraph roots: the request is too large for CAVE. Ask for fewer ids at a time',
    ],
  ),
  [
    'headers too large, as nginx says it',
    { status: 400, body: html('400 Request Header Or Cookie Too Large') },
    'BIG',
    'chunkedgraph roots: the request is too large for CAVE. Ask for fewer ids at a time',
  ],
  ['429', page(429, 'Too Many Requests'), 'BUSY', 'CAVE asks us to wait a minute. Try again then'],
  [
    '429 that says how long',
    { ...page(429, 'Too Many Requests'), headers: { 'retry-after': '39.2' } },
    'BUSY',
    'CAVE asks us to wait 40 s. Try again then',
  ],
  ...[
    page(500, 'Internal Server Error'),
    page(502, 'Bad Gateway'),
    page(503, 'Service Temporarily Unavailable'),
    page(504, 'Gateway Time-out'),
    page(520, 'Web server is returning an unknown error'),
  ].map(
    (answer): ErrorRow => [
      `${answer.status}`,
      answer,
      'DOWN',
      `chunkedgraph roots fails (HTTP ${answer.status}). Try again later`,
    ],
  ),
  ['408', page(408, 'Request Time-out'), 'TIMEOUT', 'chunkedgraph roots did not answer in time. Try again'],
  [
    'a redirect that is no log-in',
    { status: 308, headers: { location: 'https://elsewhere.test/' } },
    'DOWN',
    'chunkedgraph roots answers with another address (HTTP 308). Try again later',
  ],
  ['a wrong method', page(405, 'Method Not Allowed'), 'INPUT', 'chunkedgraph roots: HTTP 405'],
  ['a missing route', page(404, 'Not Found'), 'NONE', 'chunkedgraph roots: not found (minnie65_public)'],
  [
    'a missing route, in plain words',
    { status: 404, body: 'default backend - 404' },
    'NONE',
    'chunkedgraph roots: default backend - 404 (minnie65_public)',
  ],
];

const NO_ANSWER: ErrorRow[] = [
  [
    'the network fails',
    { failure: 'network' },
    'DOWN',
    'chunkedgraph roots cannot be reached. Try again later',
  ],
  [
    'no answer in time',
    { failure: 'timeout' },
    'TIMEOUT',
    'chunkedgraph roots did not answer in time. Try again',
  ],
  [
    'the connection ends early',
    { failure: 'cut' },
    'DOWN',
    'the answer of chunkedgraph roots was cut or damaged. Try again',
  ],
  [
    'an address that may not be fetched',
    { failure: 'blocked' },
    'PERMISSION',
    'chunkedgraph roots: this address may not be fetched (). An administrator may have to allow it',
  ],
  [
    'the person cancels',
    { failure: 'cancelled' },
    'PENDING',
    'cancelled before it was answered. Run again to go on',
  ],
  ['our own time is out', { failure: 'deadline' }, 'PENDING', 'out of time. Refresh to go on'],
];

/** Replies that look like correct answers but are not. */
export const DAMAGED: { situation: string; answer: RecordedReply }[] = [
  { situation: 'a body that is cut', answer: { body: '{"a":[1,2' } },
  { situation: 'no body', answer: { body: '' } },
  { situation: 'a page in place of data', answer: { body: html('Sign in to this network') } },
];

const GRAPH: ErrorRow[] = [
  [
    'a bad parameter',
    graph(400, '[400]: Timestamp parameter is mandatory.'),
    'INPUT',
    'chunkedgraph roots: Timestamp parameter is mandatory.',
  ],
  [
    'a frozen public copy',
    graph(401, '[401]: root_id not valid at timestamp'),
    'PERMISSION',
    'minnie65_public is a frozen public copy: root_id not valid at timestamp',
  ],
  [
    'an unknown root in a change log',
    graph(500, '864691135122603047'),
    'UNKNOWN',
    'no such segment in minnie65_public (864691135122603047)',
  ],
  ['an unknown root of few digits', graph(500, '42'), 'UNKNOWN', 'no such segment in minnie65_public (42)'],
  [
    'an id that is no root',
    graph(500, '864691135122603047 is no root'),
    'UNKNOWN',
    'no such segment in minnie65_public (864691135122603047 is no root)',
  ],
  [
    'an id without a root',
    graph(500, 'Cannot find root id 5'),
    'UNKNOWN',
    'no such segment in minnie65_public (Cannot find root id 5)',
  ],
  [
    'one id twice in a request',
    graph(500, 'zero-dimensional arrays cannot be concatenated'),
    'FAULT',
    'chunkedgraph roots: one id was asked about twice in a request. Report it',
  ],
  [
    'a passing failure of the database',
    graph(500, 'Deadline of 60.0s exceeded while calling the table service'),
    'DOWN',
    'chunkedgraph roots fails: Deadline of 60.0s exceeded while calling the table service. Try again later',
  ],
  [
    'another exception',
    graph(500, 'list index out of range'),
    'DOWN',
    'chunkedgraph roots fails: list index out of range. Try again later',
  ],
];

const mapping = (table: string) => ({
  of: 'l2cache tables',
  answer: object(200, { [table]: { cv_path: 'graphene://x', l2cache_id: 'y' } }),
  words: table === 'minnie3_v1' ? 'lists the table' : 'does not list the table',
});
const L2: ErrorRow[] = [
  [
    'no cache, Python before 3.10',
    graph(500, 'Dataset minnie3_v1 does not have an L2 Cache.'),
    'NONE',
    'minnie65_public has no L2 cache',
    mapping('other'),
  ],
  [
    'no cache, Python 3.10 and later',
    { status: 500, body: FLASK_500 },
    'NONE',
    'minnie65_public has no L2 cache',
    mapping('other'),
  ],
  [
    'a failure of a table that has one',
    { status: 500, body: FLASK_500 },
    'DOWN',
    'l2cache attributes fails (HTTP 500). Try again later',
    mapping('minnie3_v1'),
  ],
  [
    'a failure, and the list of tables fails too',
    { status: 500, body: FLASK_500 },
    'DOWN',
    'l2cache attributes fails (HTTP 500). Try again later',
    { of: 'l2cache tables', answer: page(502, 'Bad Gateway'), words: '502' },
  ],
];

const MATERIALIZE: ErrorRow[] = [
  [
    'an unknown table',
    wrapError("404 Not Found: Analysis table 'nope' not found for version 1412 in datastack minnie65_public"),
    'NONE',
    "table synapses: Not Found: Analysis table 'nope' not found for version 1412 in datastack minnie65_public (minnie65_public)",
  ],
  [
    'an unknown version',
    wrapError('404 Not Found: version 9999 not found in x'),
    'NONE',
    'table synapses: Not Found: version 9999 not found in x (minnie65_public)',
  ],
  [
    'ids that are no roots then',
    wrapError('400 Bad Request: Some root_ids passed are not valid at the query timestamp: [8]'),
    'INPUT',
    'table synapses: Bad Request: Some root_ids passed are not valid at the query timestamp: [8]',
  ],
  [
    'ids that are all stale',
    wrapError('ALL root id filters passed ([1 2])      were invalid at timestamp 2026-06-10.'),
    'INPUT',
    'table synapses: none of the ids is current at this time. Bring them up to date first',
  ],
  [
    'an expired version',
    wrapError(`Execution failed on sql 'SELECT t.id \nFROM t': relation "t" does not exist\nLINE 2: FROM t`),
    'NONE',
    'table synapses: this version of minnie65_public has expired. Use a newer one',
  ],
  [
    'a value of the wrong type, after a statement of 200,000 characters',
    wrapError(
      `Execution failed on sql 'SELECT t.id WHERE t.id IN (${'720575940379940739, '.repeat(10_000)})': invalid input syntax for type bigint: 'abc'\nLINE 3`,
    ),
    'INPUT',
    "table synapses: the database refuses a value or expression: invalid input syntax for type bigint: 'abc'",
  ],
  [
    'the own time of a version, live',
    wrapError('400 Bad Request: do not use live live query to query a materialized timestamp'),
    'INPUT',
    'table synapses: this is a version’s own time. Ask for that version by its number',
  ],
  [
    'a live filter on a column that the answer lacks',
    wrapError("'tag'"),
    'FAULT',
    'table synapses: the service fails on its own column "tag". Report it',
  ],
  [
    'rows that are still looked up',
    wrapError('406 Not Acceptable: There are 7 annotations that need supervoxel lookups'),
    'PENDING',
    'table synapses: CAVE has not looked up 7 rows. Ask for another version or time, for columns without segment ids, or try again in some minutes',
  ],
  [
    'a private table',
    wrapError('401 Unauthorized: private table'),
    'PERMISSION',
    'table synapses: Unauthorized: private table',
  ],
  [
    'a rate limit',
    wrapError('429 Too Many Requests: 300 per 1 minute'),
    'BUSY',
    'CAVE asks us to wait a minute. Try again then',
  ],
  [
    'a query that is too heavy',
    wrapError(
      '(psycopg2.errors.QueryCanceled) canceling statement due to statement timeout\n[SQL: SELECT 1]',
    ),
    'TIMEOUT',
    'table synapses was too heavy for the server. Ask for fewer ids at a time',
  ],
  [
    'a field that it does not know',
    object(500, { schema_errors: { filter_out_dict: ['Unknown field.'] } }),
    'INPUT',
    'table synapses: Bad Request: filter_out_dict not accepted',
  ],
  [
    'an argument that it cannot read',
    object(500, { errors: { count: 'bad' }, message: 'Input payload validation failed' }),
    'INPUT',
    'table synapses: Input payload validation failed',
  ],
  [
    'no version',
    { status: 404, body: '"No version found"' },
    'NONE',
    'table synapses: No version found (minnie65_public)',
  ],
  ['no tables', { status: 404, body: 'null' }, 'NONE', 'table synapses: not found (minnie65_public)'],
  ['no metadata', { status: 404, body: '[]' }, 'NONE', 'table synapses: not found (minnie65_public)'],
];

const SKELETONS: ErrorRow[] = [
  [
    'an id of another layer',
    object(400, {
      Error:
        'Invalid root id: 7 (perhaps this is an id corresponding to a different level of the PCG, e.g., a supervoxel id)',
    }),
    'UNKNOWN',
    'skeletons: Invalid root id: 7 (perhaps this is an id corresponding to a different level of the PCG, e.g., a supervoxel id)',
  ],
  [
    'an id on the list of refused ones',
    object(400, { Error: 'Problematic root id: 7 is in the refusal list' }),
    'NONE',
    'skeletons: Problematic root id: 7 is in the refusal list',
  ],
  [
    'too many ids',
    object(400, { Error: 'Too many root IDs requested: 501. Maximum allowed is 500.' }),
    'INPUT',
    'skeletons: Too many root IDs requested: 501. Maximum allowed is 500.',
  ],
  [
    'a rate limit of the single route',
    object(429, { 'get_skeleton() RateLimitExceeded': '10 per 1 minute' }),
    'BUSY',
    'CAVE asks us to wait a minute. Try again then',
  ],
  [
    'a rate limit of the other routes',
    object(429, { message: '2 per 1 minute' }),
    'BUSY',
    'CAVE asks us to wait a minute. Try again then',
  ],
  [
    'a failure of a bulk route, passing ones behind it too',
    object(500, { message: 'Internal Server Error' }),
    'DOWN',
    'skeletons fails: Internal Server Error. Try again later',
  ],
  [
    'a failure of the single route',
    object(500, { Error: 'no vertices' }),
    'DOWN',
    'skeletons fails: no vertices. Try again later',
  ],
  [
    'a head of more than 4,096 bytes',
    page(502, 'Bad Gateway'),
    'DOWN',
    'skeletons fails (HTTP 502). Try again later',
  ],
];

const INFO: ErrorRow[] = [
  [
    'an unknown datastack',
    object(400, {
      error: 'invalid_table_id',
      message: 'Invalid table_id for service',
      data: { table_id: 'nope', resource_namespace: 'datastack' },
    }),
    'NONE',
    'CAVE has no datastack minnie65_public',
    auth(object(404, []), '404 for the name'),
  ],
  [
    'an unknown datastack, and auth does not tell this person',
    object(400, {
      error: 'invalid_table_id',
      message: 'Invalid table_id for service',
      data: { table_id: 'nope', resource_namespace: 'datastack' },
    }),
    'NONE',
    'CAVE has no datastack minnie65_public',
    auth({ status: 403, body: 'Requires superadmin privilege.' }, '403'),
  ],
];

const AUTH: ErrorRow[] = [
  ['a token that it does not know', INVALID, 'TOKEN', BAD_TOKEN],
  [
    'a list of users with a word in it',
    { status: 500, body: FLASK_500 },
    'DOWN',
    'auth usernames fails (HTTP 500). Try again later',
  ],
];

const ANNOTATION: ErrorRow[] = [
  [
    'an unknown table',
    wrapError('404 Not Found: no table x'),
    'NONE',
    'annotation tables: Not Found: no table x (minnie65_public)',
  ],
];

const STATE: ErrorRow[] = [
  [
    'any failure: an unknown number, text that is no JSON, one too large',
    page(500, 'Internal Server Error'),
    'DOWN',
    'the state server fails (HTTP 500). Try again later',
  ],
];

export const ERROR_ANSWERS: ServiceErrors[] = [
  { service: 'any service: who asks', what: 'chunkedgraph roots', rows: SIGN_IN },
  { service: 'any service: the proxies in front', what: 'chunkedgraph roots', rows: PROXY },
  { service: 'any service: no answer', what: 'chunkedgraph roots', rows: NO_ANSWER },
  { service: 'info', what: 'info', rows: INFO },
  { service: 'auth', what: 'auth usernames', rows: AUTH },
  { service: 'chunkedgraph and meshing', what: 'chunkedgraph roots', rows: GRAPH },
  { service: 'L2 cache', what: 'l2cache attributes', rows: L2 },
  { service: 'materialize', what: 'table synapses', rows: MATERIALIZE },
  { service: 'annotation', what: 'annotation tables', rows: ANNOTATION },
  { service: 'skeletons', what: 'skeletons', rows: SKELETONS },
  { service: 'state server', what: 'the state server', rows: STATE },
];
