/** The state server's client on the sandbox: both routes, bytes unchanged, the token only to CAVE. */
import { deflateSync } from 'node:zlib';
import {
  getAnywhere,
  getState,
  PUBLIC_SERVER,
  postState,
  readStateNumber,
  readStoredState,
  type StateRoute,
  stateAddress,
  takesToken,
} from '../../src/cave/state';
import type { HttpReply } from '../../src/http/request';
import { replyTo } from '../../src/http/work';
import { errorOf, ORIGIN, type TestEnvironment, testEnvironment } from '../support/sandbox-driver';

let cave: TestEnvironment;
beforeAll(() => {
  cave = testEnvironment();
});

const post = (text: string, route: StateRoute) =>
  readStateNumber(cave.run(replyTo(postState(cave.ctx().access, ORIGIN, route, text))));
const read = (route: StateRoute, id: string) =>
  readStoredState(cave.run(replyTo(getState(cave.ctx().access, stateAddress(ORIGIN, route, id)))));

test.each<[StateRoute, StateRoute]>([
  ['v1', 'v1'],
  ['legacy', 'legacy'],
  ['v1', 'legacy'],
])('posted by %s, read by %s: byte for byte', (by, from) => {
  const text = '{ "b": 4e-09, "µ": [720575940379940739, 1.0] }';
  const id = post(text, by);
  expect(id).toMatch(/^[0-9]{16}$/);
  expect(read(from, id)).toBe(text);
});

test('a state of 1 MB comes back whole', () => {
  const point = (at: number) =>
    `{"point":[${at}.5,${2 * at},4e-${at % 9}],"type":"point","id":"7205759403799${at}"}`;
  const large = `{"layers":[{"annotations":[${Array.from({ length: 15_000 }, (_, at) => point(at)).join(', ')}]}]}`;
  expect(large.length).toBeGreaterThan(1_000_000);
  expect(read('v1', post(large, 'v1'))).toBe(large);
});

test('an unknown number fails like anything else there: HTTP 500', () => {
  const error = errorOf(() => read('v1', '123'));
  expect(error).toMatchObject({ code: 'DOWN', message: 'the view fails (HTTP 500). Try again later' });
});

test('a zlib stream without its label is inflated', () => {
  const bytes = new Uint8Array(deflateSync('{"layers":[]}'));
  const reply: HttpReply = {
    status: 200,
    headers: {},
    text: () => Buffer.from(bytes).toString('utf8'),
    bytes: () => bytes,
  };
  expect(readStoredState(reply)).toBe('{"layers":[]}');
  const damaged = { ...reply, bytes: () => new Uint8Array([0x78, 0x9c, 7, 0, 255, 1, 2, 3, 4, 5, 6, 7]) };
  expect(errorOf(() => readStoredState(damaged))).toMatchObject({ code: 'DOWN' });
});

test('an answer without a number is no answer', () => {
  const reply: HttpReply = {
    status: 200,
    headers: {},
    text: () => '"thanks"',
    bytes: () => new Uint8Array(),
  };
  expect(errorOf(() => readStateNumber(reply))).toMatchObject({ code: 'DOWN' });
});

describe('the token', () => {
  const publicCave = { server: PUBLIC_SERVER, token: 'secret' };
  const local = { server: 'http://127.0.0.1:8080', token: 'secret' };

  test.each([
    ['https://global.daf-apis.com/nglstate/api/v1/1', true, false],
    ['https://cave.fanc-fly.com/segmentation/table/x/info', true, false],
    ['https://globalv1.flywire-daf.com/nglstate/1', true, false],
    ['https://prodv1.flywire-daf.com/segmentation/1.0/fly_v31/info', true, false],
    ['http://global.daf-apis.com/nglstate/api/v1/1', false, false],
    ['https://global.daf-apis.com.evil.org/nglstate/api/v1/1', false, false],
    ['https://global.daf-apis.com@evil.org/nglstate/1', false, false],
    ['https://api.zetta.ai/json/1', false, false],
    ['gs://bucket/state.json', false, false],
    ['http://127.0.0.1:8080/nglstate/1', false, true],
    ['http://127.0.0.1:80801/nglstate/1', false, false],
  ])('%s', (address, onPublic, onLocal) => {
    expect(takesToken(publicCave, address)).toBe(onPublic);
    expect(takesToken(local, address)).toBe(onLocal);
    expect(JSON.stringify(getAnywhere(publicCave, address, 'x')).includes('secret')).toBe(onPublic);
  });

  test('a state is posted to CAVE only', () => {
    expect(errorOf(() => postState(publicCave, 'https://evil.org', 'v1', '{}'))).toMatchObject({
      code: 'PERMISSION',
    });
  });
});
