/** TT_LINK_DOCTOR: each verdict, each repair, on the sandbox with an outside world of its own. */
import { postState, readStateNumber, stateAddress } from '../../../src/cave/state';
import { TtError } from '../../../src/core/errors';
import { type HttpReply, type HttpRequest, noReply } from '../../../src/http/request';
import { newCounters, runSync } from '../../../src/http/runner';
import { replyTo } from '../../../src/http/work';
import { readLink } from '../../../src/neuroglancer/link';
import { linkDoctor } from '../../../src/tools/check/link-doctor';
import type { ToolContext } from '../../../src/tools/declaration/declare';
import { LINK_FORMS } from '../../support/link-forms';
import { memory, ORIGIN, testEnvironment } from '../../support/sandbox-driver';
import { describeWith, publishedText } from '../../support/shared-data';
import { STATES } from '../../support/view-states';

const cave = testEnvironment();
const SPELUNKER = 'https://spelunker.cave-explorer.org/';
const OLD_VIEWER = 'https://ngl.flywire.ai/';
const BANC_IMAGE = 'precomputed://gs://seunglab_lee_fly_cns_001_alignment/aligned/v0';
const GRAPH = `graphene://middleauth+${ORIGIN}/segmentation/table/wclee_fly_cns_001`;
const STORAGE = 'https://storage.googleapis.com/';
/** A published succession: this became 720575941441350235, which holds 97 %. */
const STALE = '720575941473274509';
const CURRENT = '720575941441350235';

/** What outside addresses answer: a status, or a failure. Anything else answers 200. */
let outside: Record<string, number | 'network' | 'timeout'> = {};
let sent: HttpRequest[] = [];
beforeEach(() => {
  outside = {};
  sent = [];
});

function reply(request: HttpRequest): HttpReply {
  sent.push(request);
  if (request.url.startsWith(ORIGIN)) return cave.driver.send([request])[0]!;
  expect(JSON.stringify(request.headers ?? {})).not.toContain(cave.sandbox.token);
  const key = Object.keys(outside).find((start) => request.url.startsWith(start));
  const answer = key === undefined ? 200 : outside[key]!;
  if (typeof answer === 'string') return noReply(answer);
  return { status: answer, headers: {}, text: () => '{}', bytes: () => new Uint8Array() };
}

function doctor(links: string[], ctx: ToolContext = cave.ctx()) {
  const counts = newCounters();
  const driver = { send: (requests: HttpRequest[]) => requests.map(reply), sleep: () => {} };
  const policy = { now: () => cave.now(), random: () => 0.5 };
  const rows = runSync(
    linkDoctor.answer({ links: links.map((text) => [text]) }, ctx),
    driver,
    policy,
    counts,
  );
  return { rows, counts };
}
const one = (link: string) => doctor([link]).rows[0]! as [string, string, string];

const posted = (text: string): string =>
  readStateNumber(cave.run(replyTo(postState(cave.ctx().access, ORIGIN, 'v1', text))));

interface Made {
  image?: string;
  segmentation?: string;
  ids?: string[];
  more?: Record<string, unknown>;
}
const modern = ({ image = BANC_IMAGE, segmentation = GRAPH, ids = [CURRENT], more = {} }: Made = {}) =>
  JSON.stringify({
    dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [4.5e-8, 'm'] },
    layers: [
      { type: 'image', source: image, name: 'EM' },
      { type: 'segmentation', source: segmentation, segments: ids, name: 'BANC', ...more },
    ],
    unknownToUs: { kept: '1' },
  });
const inSpelunker = (state: string) => `${SPELUNKER}#!${encodeURIComponent(state)}`;
const stateIn = (link: string) => JSON.parse(readLink(link).state);

describe('verdicts', () => {
  test('works', () => {
    expect(one(inSpelunker(modern()))).toEqual(['works', '1 id, current', '']);
    expect(one(`${SPELUNKER}#!middleauth+${stateAddress(ORIGIN, 'v1', posted(modern()))}`)[0]).toBe('works');
  });

  test.each([
    ['', '', ''],
    ['DNa02, left', 'not a link', 'neither a link nor a state'],
    [SPELUNKER, 'not a link', 'without a view'],
    [`${OLD_VIEWER}?local_id=0405d158a8adf61ef9013563b65a3535`, 'browser-local and lost', 'in the browser'],
    [`${SPELUNKER}#!middleauth+${ORIGIN}/nglstate/api/v1/`, 'truncated id', 'missing'],
    [`${SPELUNKER}#!middleauth+${ORIGIN}/nglstate/api/v1/58927137`, 'truncated id', '8 digits, others 16'],
    [`${SPELUNKER}#!middleauth+${ORIGIN}/nglstate/api/v1/5892713748463616`, 'state gone', 'has no state'],
    [inSpelunker(modern()).slice(0, 300), 'truncated id', 'cut off'],
    [inSpelunker('{}'), 'not a link', 'no layers'],
  ])('%s', (link, verdict, reason) => {
    const row = one(link);
    expect(row[0]).toBe(verdict);
    expect(row[1]).toContain(reason);
    expect(row[2]).toBe('');
  });

  test('dead host, of a state', () => {
    outside['https://api.zetta.ai'] = 'network';
    const row = one(
      'https://neuromancer-seung-import.appspot.com/?json_url=https://api.zetta.ai/json/101373223527718115',
    );
    expect(row).toEqual(['dead host', 'api.zetta.ai does not answer: there is no such host any more', '']);
  });

  test('state gone, from a bucket', () => {
    outside[`${STORAGE}flyem-user-links`] = 404;
    expect(one('https://neuroglancer-demo.appspot.com/#!gs://flyem-user-links/short/DNx02.json')[0]).toBe(
      'state gone',
    );
  });

  test('needs sign-in: a foreign server that wants its own', () => {
    outside['https://api.zetta.ai'] = 401;
    expect(one('https://x.org/?json_url=https://api.zetta.ai/json/101373223527718115')[0]).toBe(
      'needs sign-in or terms',
    );
  });

  test('needs terms: the address to accept them is said', () => {
    const theo = cave.ctx(undefined, '7e0000000000000000000000000007e0');
    const row = doctor([inSpelunker(modern())], theo).rows[0]!;
    expect(row[0]).toBe('needs sign-in or terms');
    expect(row[1]).toMatch(/^BANC: accept the .* terms at http.*; your token is fine/);
  });

  test('needs permission: whom to ask is said', () => {
    const nora = cave.ctx(undefined, '0000dead0000000000000000dead0000');
    const row = doctor([inSpelunker(modern())], nora).rows[0]!;
    expect(row[0]).toBe('needs sign-in or terms');
    expect(row[1]).toContain('lacks the permission');
  });
});

describe('repairs', () => {
  test('stale ids: segments, colours, hidden marks; what is not ours stays', () => {
    const state = modern({
      ids: [STALE, `!${CURRENT}`, '720575941535667946'],
      more: { segmentColors: { [STALE]: '#ff0000', '12': '#00ff00' }, tab: 'segments' },
    });
    const [verdict, reason, link] = one(inSpelunker(state));
    expect([verdict, reason]).toEqual(['works', '1 of 3 ids stale']);
    const mended = stateIn(link);
    expect(mended.layers[1]).toMatchObject({
      segments: [CURRENT, '720575941535667946'],
      segmentColors: { [CURRENT]: '#ff0000', '12': '#00ff00' },
      tab: 'segments',
    });
    expect(mended.unknownToUs).toEqual({ kept: '1' });
  });

  test('a view that is pinned to a time keeps its ids', () => {
    expect(one(inSpelunker(modern({ ids: [STALE], more: { timestamp: 1753085460000 } })))).toEqual([
      'works',
      'viewer, image and segmentation are there',
      '',
    ]);
  });

  test('image gone: the datastack’s present one', () => {
    outside[`${STORAGE}old`] = 404;
    const [verdict, reason, link] = one(inSpelunker(modern({ image: 'precomputed://gs://old/em' })));
    expect(verdict).toBe('image gone');
    expect(reason).toContain('nothing is stored at storage.googleapis.com/old/em any more');
    expect(stateIn(link).layers[0].source).toBe(BANC_IMAGE);
  });

  test('segmentation gone: the live one, with its ids brought up to date', () => {
    outside['https://gone.example.org'] = 'network';
    const segmentation = 'graphene://https://gone.example.org/segmentation/1.0/wclee_fly_cns_001';
    const [verdict, , link] = one(inSpelunker(modern({ segmentation, ids: [STALE] })));
    expect(verdict).toBe('segmentation gone');
    expect(stateIn(link).layers[1]).toMatchObject({
      source: 'graphene://middleauth+https://cave.fanc-fly.com/segmentation/table/wclee_fly_cns_001',
      segments: [CURRENT],
    });
  });

  test('an image that is gone with nothing to put in its place', () => {
    outside[STORAGE] = 404;
    const row = one(inSpelunker(modern({ image: BANC_IMAGE })));
    expect([row[0], row[2]]).toEqual(['image gone', '']);
    expect(row[1]).toContain('brain_and_nerve_cord has no other image');
  });

  test('a viewer that is gone: Spelunker, in its own dialect', () => {
    outside['https://old.viewer.org'] = 404;
    const [verdict, reason, link] = one(
      `https://old.viewer.org/#!${encodeURIComponent(modern({ ids: [STALE] }))}`,
    );
    expect([verdict, reason]).toEqual([
      'dead host',
      'old.viewer.org has no viewer any more (HTTP 404); 1 of 1 id stale',
    ]);
    expect(link.startsWith(SPELUNKER)).toBe(true);
    expect(stateIn(link).layers[1].segments).toEqual([CURRENT]);
  });

  test('a bare state gets a link that opens', () => {
    const [verdict, , link] = one(stateAddress(ORIGIN, 'v1', posted(modern())));
    expect(verdict).toBe('works');
    expect(link.startsWith(SPELUNKER)).toBe(true);
    expect(stateIn(link)).toEqual(JSON.parse(modern()));
  });
});

describe('what is no verdict', () => {
  test('out of time: rows say so, each alone', () => {
    const policy = { now: () => cave.now(), random: () => 0.5, deadline: cave.now() - 1 };
    const links = [['DNa02'], [inSpelunker(modern())]];
    const driver = { send: () => [], sleep: () => {} };
    const rows = runSync(linkDoctor.answer({ links }, cave.ctx()), driver, policy, newCounters());
    expect(rows[0]![0]).toBe('not a link');
    expect(rows[1]![0]).toMatchObject({ code: 'PENDING' });
  });

  test('nothing outside answers: our own network, not dead hosts', () => {
    outside.https = 'network';
    const row = one(inSpelunker(modern()));
    expect(row[0]).toMatchObject({ code: 'DOWN', transient: true });
  });

  test('a viewer that fails or is slow', () => {
    outside[SPELUNKER] = 503;
    expect(one(inSpelunker(modern()))[0]).toMatchObject({ code: 'DOWN' });
    outside[SPELUNKER] = 'timeout';
    expect(one(inSpelunker(modern()))[0]).toMatchObject({ code: 'TIMEOUT' });
  });

  test('a token that CAVE does not know', () => {
    const link = `${SPELUNKER}#!middleauth+${stateAddress(ORIGIN, 'v1', posted(modern()))}`;
    expect(doctor([link], cave.ctx(undefined, 'wrong')).rows[0]![0]).toMatchObject({ code: 'TOKEN' });
  });

  test('a source that cannot be asked is said, and does not decide', () => {
    expect(one(inSpelunker(modern({ image: 'zarr://gs://bucket/em' })))).toEqual([
      'works',
      'EM was not checked (zarr has no info file); 1 id, current',
      '',
    ]);
  });
});

/** A FlyWire view of 43 tagged points on 43 segments, 42 of them hidden. */
function taggedAfterRescue(view: string): number {
  outside['https://ngl.flywire.ai'] = 404;
  outside[`${STORAGE}microns-seunglab`] = 403;
  const [verdict, reason, link] = one(`${OLD_VIEWER}#!${encodeURIComponent(view)}`);
  expect(verdict).toBe('dead host');
  expect(reason).toContain('43 of 43 ids unknown to the segmentation');
  expect(link.startsWith(SPELUNKER)).toBe(true);
  const state = stateIn(link);
  expect(state.dimensions).toEqual({ x: [4e-9, 'm'], y: [4e-9, 'm'], z: [4e-8, 'm'] });
  expect(state.position).toEqual([102660.3203, 40194.5703, 5037]);
  expect(state.layers[0].source).toBe('precomputed://gs://flywire_em/aligned/v1');
  expect(state.layers[1]).toMatchObject({
    type: 'segmentation',
    source: 'graphene://middleauth+https://prodv1.flywire-daf.com/segmentation/table/fly_v31',
  });
  expect(state.layers[1].segments).toHaveLength(43);
  expect(state.layers[1].segments.filter((id: string) => id.startsWith('!'))).toHaveLength(42);
  const annotations = state.layers[2];
  expect(annotations.annotations).toHaveLength(43);
  expect(annotations.annotationProperties.map((one: { tag: string }) => one.tag)).toEqual([
    'good',
    'incomplete',
    'merged',
    'bad',
    'recheck',
  ]);
  return annotations.annotations.filter((one: { props: number[] }) => one.props.includes(1)).length;
}

describe('a FlyWire view whose viewer and image are gone', () => {
  test('opens in Spelunker, with its 43 points, tags and hidden segments', () => {
    expect(taggedAfterRescue(STATES['tagged points'])).toBe(5);
  });

  const flywire = publishedText('states/flywire-points.json');
  describeWith(flywire)('extra: the published one', () => {
    test('opens as well', () => expect(taggedAfterRescue(flywire!)).toBe(5));
  });
});

test('call counts: 1,000 links of one dataset', () => {
  const links = Array.from({ length: 1000 }, (_x, i) =>
    inSpelunker(modern({ ids: [i % 2 === 0 ? CURRENT : STALE], more: { colorSeed: i } })),
  );
  const ctx = cave.ctx();
  const { rows, counts } = doctor(links, ctx);
  expect(rows).toHaveLength(1000);
  expect(rows.filter((row) => row[2] !== '')).toHaveLength(500);
  // One viewer, three sources, the control of the outside world, and what it takes to bring one id up to date.
  expect({ requests: counts.requests, roundTrips: counts.roundTrips }).toEqual({
    requests: 16,
    roundTrips: 13,
  });
});

test('1,000 links to one shared state: one request a step of 100, and a recalculation asks nothing', () => {
  const id = posted(modern());
  const links = Array.from(
    { length: 1000 },
    (_x, i) => `${SPELUNKER}?n=${i}#!middleauth+${stateAddress(ORIGIN, 'v1', id)}`,
  );
  const kept = { ...cave.ctx(), memory: memory() };
  const first = doctor(links, kept);
  const states = sent.filter((request) => request.url.includes('/nglstate/')).length;
  expect(states).toBe(10);
  sent = [];
  expect(doctor(links, kept).rows).toEqual(first.rows);
  expect(sent).toHaveLength(0);
});

const forms = publishedText('ids/link-forms.tsv');
const published = (forms ?? '')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t')[1]!);

describe('every published link form', () => {
  const links = [...LINK_FORMS.map(([, url]) => url), ...published];

  test.each([200, 301, 302, 401, 403, 404, 500, 503, 'network', 'timeout'] as const)(
    'whatever the outside world answers (%s), each gets a verdict or an error that names a remedy',
    (answer) => {
      outside.http = answer;
      const { rows } = doctor(links);
      expect(rows).toHaveLength(links.length);
      for (const [verdict, reason] of rows) {
        if (verdict instanceof TtError) expect(['DOWN', 'TIMEOUT', 'LINK', 'INPUT']).toContain(verdict.code);
        else expect(String(reason).length).toBeGreaterThan(5);
      }
    },
  );
});
