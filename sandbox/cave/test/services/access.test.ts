/** Tokens, permissions, terms: statuses, bodies and headers of the authorization layer. */
import { ask, field, fresh, good, header, jsonOf, NOW, ORIGIN, P, textOf } from '../ask';

const INFO = '/segmentation/table/wclee_fly_cns_001/info';
const realm = `Bearer realm="${ORIGIN}/sticky_auth/api/v1/authorize"`;

describe('no usable token', () => {
  const sandbox = fresh();

  test('a browser is sent to log in', () => {
    const reply = ask(sandbox, INFO, { token: null });
    expect(reply.status).toBe(302);
    const back = encodeURIComponent(`${ORIGIN}${INFO}`);
    expect(header(reply, 'location')).toEqual([`${ORIGIN}/sticky_auth/api/v1/authorize?redirect=${back}`]);
  });

  test.each(['x-requested-with', 'origin'])('a program with %s gets 401', (name) => {
    const reply = ask(sandbox, INFO, { token: null, headers: { [name]: 'x' } });
    expect(reply.status).toBe(401);
    expect(jsonOf(reply)).toEqual({ error: 'no_token', message: 'Unauthorized - No Token Provided' });
    expect(header(reply, 'www-authenticate')).toEqual([realm]);
  });

  test('a token of nobody', () => {
    const reply = ask(sandbox, INFO, { token: sandbox.invalidToken });
    expect(reply.status).toBe(401);
    expect(field(jsonOf(reply), 'error')).toBe('invalid_token');
    expect(header(reply, 'www-authenticate')).toEqual([
      `${realm}, error="invalid_token", error_description="Invalid/Expired Token"`,
    ]);
  });

  test('a header that is not Bearer', () => {
    const reply = ask(sandbox, INFO, { token: null, headers: { authorization: 'Basic abc' } });
    expect(reply.status).toBe(400);
    expect(field(jsonOf(reply), 'error')).toBe('bad_auth_header');
  });

  test('a token in the query becomes a cookie', () => {
    const reply = ask(sandbox, `${INFO}?middle_auth_token=${sandbox.token}&a=1`, { token: null });
    expect(reply.status).toBe(302);
    expect(header(reply, 'location')).toEqual([`${ORIGIN}${INFO}?a=1`]);
    const cookie = header(reply, 'set-cookie')[0]!.split(';')[0]!;
    expect(ask(sandbox, INFO, { token: null, headers: { cookie } }).status).toBe(200);
  });

  test('OPTIONS passes', () => {
    expect(ask(sandbox, INFO, { method: 'OPTIONS', token: null }).status).toBe(200);
  });
});

test('a person logs in with a browser, and sees a token', () => {
  const sandbox = fresh();
  const signInPath = header(ask(sandbox, INFO, { token: null }), 'location')[0]!.slice(ORIGIN.length);
  const choice = textOf(ask(sandbox, signInPath, { token: null }));
  const link = /href="([^"]+)">Ada Lovelace/.exec(choice)![1]!.replaceAll('&amp;', '&');
  const reply = ask(sandbox, link, { token: null });
  expect(header(reply, 'location')).toEqual([`${ORIGIN}${INFO}`]);
  const cookie = header(reply, 'set-cookie')[0]!.split(';')[0]!;
  expect(ask(sandbox, INFO, { token: null, headers: { cookie } }).status).toBe(200);
  const tokens = ask(sandbox, '/sticky_auth/settings/tokens', { token: null, headers: { cookie } });
  expect(textOf(tokens)).toContain(sandbox.token);
  const away = ask(sandbox, '/sticky_auth/api/v1/login?user=42&redirect=http://elsewhere.test/', {
    token: null,
  });
  expect(header(away, 'location')).toEqual([`${ORIGIN}/sticky_auth/settings/tokens`]);
});

test('pages of any origin may read answers and refusals', () => {
  const sandbox = fresh();
  for (const token of [sandbox.token, sandbox.invalidToken]) {
    const reply = ask(sandbox, INFO, { token });
    expect(header(reply, 'access-control-allow-origin')).toEqual(['*']);
    expect(header(reply, 'access-control-expose-headers')).toEqual(['WWW-Authenticate']);
  }
});

describe('users', () => {
  const sandbox = fresh();
  const tokenOf = (name: string): string => sandbox.users.find((user) => user.name === name)!.token;

  test('tokens have the form that clients check', () => {
    for (const user of sandbox.users) expect(user.token).toMatch(/^[a-f0-9]{32}$/);
    expect(sandbox.users[0]!.name).toBe('Ada Lovelace');
    expect(sandbox.token).toBe(sandbox.users[0]!.token);
  });

  test('without permission', () => {
    const reply = ask(sandbox, INFO, { token: tokenOf('Nora Nobody') });
    expect(reply.status).toBe(403);
    expect(jsonOf(reply)).toEqual({
      error: 'missing_permission',
      message: 'Missing permission: view for dataset brain_and_nerve_cord',
      data: { required_permission: 'view', auth_dataset: 'brain_and_nerve_cord' },
    });
  });

  test('terms not accepted; accepting them opens the door', () => {
    const token = tokenOf('Theo Terms');
    const reply = ask(sandbox, INFO, { token });
    expect(reply.status).toBe(403);
    const data = field(jsonOf(reply), 'data') as { tos_form_url: string };
    expect(field(jsonOf(reply), 'error')).toBe('missing_tos');
    expect(good(sandbox, '/info/api/v2/datastacks', { token })).toEqual(sandbox.datastacks);
    expect(ask(sandbox, data.tos_form_url.slice(ORIGIN.length), { token }).status).toBe(200);
    expect(ask(sandbox, INFO, { token }).status).toBe(200);
  });

  test('who a token belongs to', () => {
    const record = good(sandbox, '/auth/api/v1/user/cache');
    expect(record).toMatchObject({ id: 42, name: 'Ada Lovelace', email: 'ada@example.org', admin: false });
    expect(field(field(record, 'permissions_v2'), 'brain_and_nerve_cord')).toEqual(['view', 'edit']);
    expect(field(record, 'affiliations')).toEqual([[]]);
  });

  test('names come in the order of the ids, each once; a word in the list is 500', () => {
    expect(good(sandbox, '/auth/api/v1/username?id=5098,42,999,42')).toEqual([
      { id: 42, name: 'Ada Lovelace' },
      { id: 5098, name: 'Rosalind Park' },
    ]);
    expect(ask(sandbox, '/auth/api/v1/username?id=42,x').status).toBe(500);
  });

  test('a new token works at once and the old one stays', () => {
    expect(ask(sandbox, '/auth/api/v1/create_token', { method: 'POST', body: '{}' }).status).toBe(405);
    const result = good(sandbox, '/auth/api/v1/create_token') as string;
    expect(result).toMatch(/^[a-f0-9]{32}$/);
    // Another at each opening; the page of tokens shows all and makes none.
    expect(good(sandbox, '/auth/api/v1/create_token')).not.toBe(result);
    const page = '/sticky_auth/settings/tokens';
    expect(textOf(ask(sandbox, page))).toBe(textOf(ask(sandbox, page)));
    expect(textOf(ask(sandbox, page))).toContain(result);
    expect(ask(sandbox, INFO, { token: result }).status).toBe(200);
    expect(ask(sandbox, INFO).status).toBe(200);
  });
});

test('unknown datastack and table', () => {
  const sandbox = fresh();
  const stack = ask(sandbox, '/info/api/v2/datastack/full/nope');
  expect([stack.status, jsonOf(stack)]).toEqual([
    400,
    {
      error: 'invalid_table_id',
      message: 'Invalid table_id for service',
      data: { table_id: 'nope', resource_namespace: 'datastack' },
    },
  ]);
  const table = ask(sandbox, '/segmentation/table/nope/info');
  expect(field(field(jsonOf(table), 'data'), 'resource_namespace')).toBe('pychunkedgraph');
});

test('the full record of a datastack', () => {
  const sandbox = fresh();
  const reply = ask(sandbox, '/info/api/v2/datastack/full/brain_and_nerve_cord');
  const record = jsonOf(reply) as Record<string, unknown>;
  expect(record).toMatchObject({
    local_server: ORIGIN,
    segmentation_source: `graphene://${ORIGIN}/segmentation/table/wclee_fly_cns_001`,
    synapse_table: 'synapses_v2',
    soma_table: null,
    proofreading_status_table: 'backbone_proofread',
    cell_identification_table: 'cell_info',
  });
  expect(Buffer.from(reply.body).toString()).toContain('"viewer_resolution_z":45.0');
  expect('name' in record || 'base_link_id' in record).toBe(false);
  expect(sandbox.datastacks).not.toContain('male_adult_nerve_cord');
});

test('an aligned volume that is unknown', () => {
  const reply = ask(fresh(), '/info/api/v2/aligned_volume/nope');
  expect([reply.status, field(jsonOf(reply), 'error')]).toEqual([400, 'invalid_table_id']);
});

test('a record whose values are not set', () => {
  const sandbox = fresh();
  const unset = { viewer_resolution_x: null, aligned_volume: null, local_server: 'sandbox.test' };
  sandbox.setFaults({ records: { brain_and_nerve_cord: unset } });
  expect(good(sandbox, '/info/api/v2/datastack/full/brain_and_nerve_cord')).toMatchObject(unset);
  expect(good(sandbox, '/info/api/v2/datastack/full/zheng_ca3')).toMatchObject({ local_server: ORIGIN });
});

describe('what a service remembers of the auth service', () => {
  /** A sandbox whose clock stands at `at` ms after its start. */
  const clockedCave = () => {
    const clock = { at: 0 };
    return { clock, sandbox: fresh({ now: () => NOW + clock.at }) };
  };
  const VERSION = '/nglstate/api/v1/version';

  test('one failed look-up refuses a good token for 300 s, at that service alone; auth knows better', () => {
    const { clock, sandbox } = clockedCave();
    sandbox.setFaults({ authLookups: { user: [429] } });
    const reply = ask(sandbox, INFO);
    expect([reply.status, field(jsonOf(reply), 'error')]).toEqual([401, 'invalid_token']);
    expect(ask(sandbox, '/auth/api/v1/user/cache').status).toBe(200);
    expect(ask(sandbox, VERSION).status).toBe(200);
    clock.at = 299_000;
    expect(ask(sandbox, INFO).status).toBe(401);
    clock.at = 300_000;
    expect(ask(sandbox, INFO).status).toBe(200);
  });

  test('a failure that the library repeats is not remembered', () => {
    const sandbox = fresh();
    sandbox.setFaults({ authLookups: { user: [503, 502] } });
    expect(ask(sandbox, INFO).status).toBe(200);
    const failing = fresh();
    failing.setFaults({ authLookups: { user: [503, 503, 503, 503, 503, 503] } });
    expect(ask(failing, INFO).status).toBe(500);
    expect(ask(failing, INFO).status).toBe(200);
  });

  test.each([429, 520])(
    'a look-up of the dataset that ends in %i reads as an unknown table, once',
    (status) => {
      const sandbox = fresh();
      sandbox.setFaults({ authLookups: { dataset: [status] } });
      const reply = ask(sandbox, INFO);
      expect([reply.status, field(jsonOf(reply), 'error')]).toEqual([400, 'invalid_table_id']);
      expect(good(sandbox, '/auth/api/v1/service/pychunkedgraph/table/wclee_fly_cns_001/dataset')).toBe(
        'brain_and_nerve_cord',
      );
      expect(ask(sandbox, INFO).status).toBe(200);
    },
  );

  test.each([
    [19, 200],
    [20, 403],
    [30, 403],
  ])('terms accepted after %i refusals: the next answer is %i, and 200 after 300 s', (refusals, status) => {
    const { clock, sandbox } = clockedCave();
    const { token } = sandbox.users.find(({ name }) => name === 'Theo Terms')!;
    const statuses = Array.from({ length: refusals - 1 }, () => ask(sandbox, INFO, { token }).status);
    expect(new Set(statuses)).toEqual(new Set([403]));
    const data = field(jsonOf(ask(sandbox, INFO, { token })), 'data') as { tos_form_url: string };
    expect(ask(sandbox, data.tos_form_url.slice(ORIGIN.length), { token }).status).toBe(200);
    expect(ask(sandbox, INFO, { token }).status).toBe(status);
    const view = good(sandbox, '/auth/api/v1/user/cache', { token });
    expect(
      (field(view, 'missing_tos') as { dataset_name: string }[]).map((each) => each.dataset_name),
    ).not.toContain('brain_and_nerve_cord');
    clock.at = 300_001;
    expect(ask(sandbox, INFO, { token }).status).toBe(200);
  });
});

test.each(['/skeletoncache/api/version', '/l2cache/api/v1/table_mapping'])(
  '%s: a head of more than 4,096 bytes never reaches the service',
  (path) => {
    const sandbox = fresh();
    const long = (bytes: number) => ask(sandbox, `${path}?x=${'1'.repeat(bytes)}`).status;
    expect([long(3900), long(4100)]).toEqual([200, 502]);
    expect(ask(sandbox, path, { headers: { cookie: 'x'.repeat(4100) } }).status).toBe(502);
    expect(ask(sandbox, `/info/version?x=${'1'.repeat(4100)}`).status).toBe(200);
  },
);

test('methods, bodies and lines that never reach a service', () => {
  const sandbox = fresh();
  expect(ask(sandbox, `${P}/is_latest_roots`).status).toBe(405);
  expect(ask(sandbox, '/nowhere').status).toBe(404);
  expect(ask(sandbox, `${P}/roots_binary`, { body: new Uint8Array(10 * 1024 * 1024 + 8) }).status).toBe(413);
  expect(ask(sandbox, `${P}/operation_details?operation_ids=${'1'.repeat(9000)}`).status).toBe(414);
});
