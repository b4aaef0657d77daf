/** TT_STATE and TT_ANNO_POINTS on the sandbox, through links of every form. */
import { postState, readStateNumber, stateAddress } from '../../../src/cave/state';
import { type HttpReply, noReply } from '../../../src/http/request';
import { replyTo } from '../../../src/http/work';
import type { Args } from '../../../src/tools/declaration/declare';
import { annoArrayFromStateFile } from '../../../src/tools/get/anno-array-from-state-file';
import { jsonStateFromUrl } from '../../../src/tools/get/json-state-from-url';
import { errorOf, ORIGIN, testEnvironment } from '../../support/sandbox-driver';
import { STATES } from '../../support/view-states';

const cave = testEnvironment();
const SPELUNKER = 'https://spelunker.cave-explorer.org/';
const TEXT =
  '{"dimensions":{"x":[4e-09,"m"],"y":[4e-9,"m"],"z":[4.5e-8,"m"]},"layers":[{"type":"segmentation","segments":["!720575940379940739"],"name":"s","segmentColors":{"200":"#fff","2":"#000"}}]}';

const posted = (text: string): string =>
  readStateNumber(cave.run(replyTo(postState(cave.ctx().access, ORIGIN, 'v1', text))));
const stateOf = (link: string) => cave.run(jsonStateFromUrl.answer({ link }, cave.ctx()));

let id = '';
beforeAll(() => {
  id = posted(TEXT);
});

test.each([
  ['Spelunker', () => `${SPELUNKER}#!middleauth+${stateAddress(ORIGIN, 'v1', id)}`],
  ['the old viewer', () => `https://ngl.flywire.ai/?json_url=${stateAddress(ORIGIN, 'legacy', id)}`],
  ['a bare address', () => stateAddress(ORIGIN, 'v1', id)],
  ['a bare number', () => id],
  ['a long link', () => `${SPELUNKER}#!${encodeURIComponent(TEXT)}`],
  ['a long link in clear text', () => `${SPELUNKER}#!${TEXT}`],
  ['JSON', () => `  ${TEXT}`],
])('%s', (_form, link) => {
  expect(stateOf(link())).toEqual([[TEXT]]);
});

test('one request for a shared state, none for a long link', () => {
  expect(cave.counted(jsonStateFromUrl.answer({ link: id }, cave.ctx())).counts.requests).toBe(1);
  const long = { link: `${SPELUNKER}#!${TEXT}` };
  expect(cave.counted(jsonStateFromUrl.answer(long, cave.ctx())).counts.requests).toBe(0);
});

test.each(['502', '503', '504'] as const)('a gateway’s %s is no state that is gone: it passes', (kind) => {
  cave.sandbox.setFaults({ rate: 1, kinds: [kind], routes: '^/nglstate/' });
  const error = errorOf(() => stateOf(id)) as Error;
  cave.sandbox.setFaults({});
  expect(error).toMatchObject({ code: 'DOWN', message: expect.stringContaining(`HTTP ${kind}`) });
  expect(stateOf(id)).toEqual([[TEXT]]);
});

test.each(['NaN', '-Infinity', 'Infinity'])(
  'a state with %s, which Python writes, is not called cut off',
  (word) => {
    const odd = TEXT.replace('"name"', `"opacity":${word},"name"`);
    expect(errorOf(() => stateOf(posted(odd)))).toMatchObject({
      code: 'LINK',
      message: expect.stringContaining('holds NaN or Infinity'),
    });
    const cut = odd.slice(0, -20);
    expect(errorOf(() => stateOf(cut))).toMatchObject({
      message: expect.stringContaining('cut off or damaged'),
    });
  },
);

describe('what cannot be opened says why', () => {
  test.each([
    ['hello', 'LINK', 'not a link to a view'],
    ['https://ngl.flywire.ai/?local_id=0405d158a8adf61ef9013563b65a3535', 'LINK', 'kept in the browser'],
    [`${SPELUNKER}#!middleauth+${ORIGIN}/nglstate/api/v1/58927137`, 'LINK', 'has 8 digits, others 16'],
    [
      `${SPELUNKER}#!middleauth+${ORIGIN}/nglstate/api/v1/5892713748463616`,
      'LINK',
      'has no state 5892713748463616',
    ],
    [`${SPELUNKER}#!middleauth+${ORIGIN}/nglstate/api/v1/`, 'LINK', 'cut off'],
    [`${SPELUNKER}#!${TEXT.slice(0, 80)}`, 'LINK', 'cut off or damaged'],
    ['file:///home/x/state.json', 'LINK', 'not a link'],
  ])('%s', (link, code, expected) => {
    const error = errorOf(() => stateOf(link)) as Error;
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(expected);
  });

  test('a token that CAVE does not know', () => {
    const work = jsonStateFromUrl.answer({ link: id }, cave.ctx(undefined, 'wrong'));
    expect(errorOf(() => cave.run(work))).toMatchObject({ code: 'TOKEN' });
  });
});

describe('short names', () => {
  /** A driver that answers for the internet, and hands CAVE's own addresses to the sandbox. */
  const places: Record<string, string | number> = {};
  const open = (link: string) => {
    const work = jsonStateFromUrl.answer({ link }, cave.ctx());
    let step = work.next();
    const requests: string[] = [];
    while (!step.done) {
      step = work.next(
        step.value.map((request): HttpReply => {
          requests.push(request.url);
          if (request.url.startsWith(ORIGIN)) return cave.driver.send([request])[0]!;
          expect(JSON.stringify(request.headers ?? {})).not.toContain(cave.sandbox.token);
          const place = places[request.url];
          if (place === undefined) return noReply('network');
          const location: Record<string, string> = typeof place === 'string' ? { location: place } : {};
          const status = typeof place === 'string' ? 301 : place;
          return { status, headers: location, text: () => '', bytes: () => new Uint8Array() };
        }),
      );
    }
    return { rows: step.value, asked: requests };
  };

  test('are followed, without the token, up to the state', () => {
    places['https://tinyurl.com/kj9rwn26'] = 'https://ng.banc.community/view';
    places['https://ng.banc.community/view'] = `${SPELUNKER}#!middleauth+${stateAddress(ORIGIN, 'v1', id)}`;
    const { rows, asked } = open('https://tinyurl.com/kj9rwn26');
    expect(rows).toEqual([[TEXT]]);
    expect(asked).toHaveLength(3);
  });

  test.each([
    ['https://tinyurl.com/gone', 404, 'LINK'],
    ['https://tinyurl.com/page', 'https://example.org/', 'LINK'],
  ])('%s', (address, place, code) => {
    places[address] = place;
    expect(errorOf(() => open(address))).toMatchObject({ code });
  });

  test('a host that is not reached is no verdict', () => {
    expect(errorOf(() => open('https://tinyurl.com/unreachable'))).toMatchObject({
      code: 'DOWN',
      transient: true,
    });
  });

  test('a state in a bucket', () => {
    const { asked } = (() => {
      places['https://storage.googleapis.com/flyem-user-links/short/DNx02.json'] = 404;
      try {
        return open('https://neuroglancer-demo.appspot.com/#!gs://flyem-user-links/short/DNx02.json');
      } catch (error) {
        expect(error).toMatchObject({ code: 'LINK' });
        expect((error as Error).message).toContain('nothing is stored');
        return { asked: [] };
      }
    })();
    expect(asked).toEqual([]);
  });
});

describe('TT_ANNO_POINTS', () => {
  const points = (args: Args) => cave.run(annoArrayFromStateFile.answer(args, cave.ctx()));

  test('6,212 points of a shared state, in voxels of the view', () => {
    const rows = points({ state: posted(STATES['synapses in nm']), layer: 'inputs' });
    expect(rows).toHaveLength(6212);
    expect(rows[0]).toEqual([178724, 118620, 21322]);
  });

  test('of a layer that mixes kinds the points alone', () => {
    const mixed =
      '{"layers":[{"type":"annotation","name":"m","source":"local://annotations","annotations":[' +
      '{"type":"point","id":"1","point":[1.5,2,3]},{"type":"line","id":"2","pointA":[0,0,0],"pointB":[1,1,1]}]}]}';
    expect(points({ state: mixed })).toEqual([[1.5, 2, 3]]);
  });

  test('nothing left says what there is', () => {
    const error = errorOf(() =>
      points({ state: STATES['lines and others'], layer: 'synapse lines' }),
    ) as Error;
    expect(error).toMatchObject({
      code: 'INPUT',
      message: 'layer "synapse lines" has no points: it holds 120 line',
    });
  });
});
