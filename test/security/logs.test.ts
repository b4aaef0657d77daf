/** Every route run with marked secrets and contents: nothing of them is in the log. */
import { BANC, type Local, type LocalCave, localCave, localService } from '../companion/support/service';

const ID = '720575941473274509';
const DOCUMENT = 'document-marked-7f3a';
const MARK = 'contents-marked-9c1e';

let cave: LocalCave;
let local: Local;
beforeAll(async () => {
  cave = await localCave();
  local = await localService(cave.origin);
});
afterAll(async () => {
  await local.close();
  await cave.close();
});

test('the log tells the route, the function, the status and times, and nothing else', async () => {
  const TOKEN = cave.cave.token;
  const idToken = await local.issuer.token();
  const headers = {
    ...(await local.headers(idToken, TOKEN)),
    'user-agent': MARK,
    'x-request-id': MARK,
    'x-note': MARK,
  };
  const question = { server: cave.origin, datastack: BANC, ids: [ID], args: {} };
  const granted = await local.ask('/v1/grants', { headers, body: { document: DOCUMENT } });
  const { grant, id } = granted.body as { grant: string; id: string };
  const job = { tool: 'count_user_sv_contribution', server: cave.origin, datastack: BANC, args: { id: ID } };
  const begun = (await local.ask('/v1/jobs', { headers, body: job })).body as { id: string };
  const requests: [path: string, body?: unknown, headers?: Record<string, string>][] = [
    ['/healthz'],
    ['/v1/version'],
    [`/v1/tools?note=${MARK}`],
    [`/nowhere/${MARK}`],
    ['/v1/tools/check_seg_freshness', question],
    [
      '/v1/tools/check_seg_freshness',
      question,
      { ...headers, authorization: `Bearer ${grant}`, 'x-document': DOCUMENT },
    ],
    ['/v1/tools/check_seg_freshness', question, { 'x-cave-token': TOKEN }],
    ['/v1/tools/check_seg_freshness', { ...question, ids: [MARK] }],
    ['/v1/tools/check_seg_freshness', { ...question, server: `https://${MARK}` }],
    ['/v1/tools/check_seg_freshness', { ...question, [MARK]: MARK }],
    ['/v1/tools/check_seg_freshness', `{"${MARK}`],
    ['/v1/tools/check_seg_freshness', question, { ...headers, 'x-cave-token': MARK }],
    ['/v1/tools/check_seg_freshness', question, { ...headers, authorization: `Bearer ${MARK}` }],
    [`/v1/tools/${MARK}`, question],
    ['/v1/tools/bucket_convert_colons', { ...question, ids: undefined, args: { path: MARK } }],
    [`/v1/jobs/${begun.id}`],
    [`/v1/jobs/${MARK}`],
    [`/v1/jobs/${begun.id}/cancel`, {}],
    [`/v1/jobs/${begun.id}/run`, { sealed: MARK }],
    ['/v1/grants/revoke', { id }],
    ['/v1/grants/revoke', { document: DOCUMENT }],
  ];
  for (const [path, body, other] of requests) {
    await local.ask(path, { headers: other ?? headers, ...(body === undefined ? {} : { body }) });
  }
  const log = local.log.join('');
  expect(local.log).toHaveLength(requests.length + 2);
  const [, claims] = idToken.split('.') as [string, string];
  for (const secret of [
    ID,
    TOKEN,
    DOCUMENT,
    MARK,
    'ada@lab',
    'lab.example',
    '1001',
    claims,
    grant,
    id,
    begun.id,
    cave.origin,
  ]) {
    expect([secret, log.includes(secret)]).toEqual([secret, false]);
  }
  const fields = [
    'time',
    'severity',
    'message',
    'request',
    'route',
    'method',
    'tool',
    'status',
    'code',
    'ms',
    'bytesIn',
    'bytesOut',
    'person',
  ];
  for (const line of local.log) expect(Object.keys(JSON.parse(line) as object)).toEqual(fields);
  const lines = local.log.map(
    (line) => JSON.parse(line) as { route: string; tool: string; status: number; person: string },
  );
  expect(lines).toContainEqual(
    expect.objectContaining({ route: '/v1/tools/:name', tool: 'check_seg_freshness', status: 200 }),
  );
  // One person is one hash, whether signed in or by a grant.
  expect(new Set(lines.map(({ person }) => person)).size).toBe(2);
});
