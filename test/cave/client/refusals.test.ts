/** Refusals of services whose memory of the auth service is wrong, on a CAVE that keeps it so: what the cell says. */
import { openDatastack } from '../../../src/cave/client/datastack';
import { TtError } from '../../../src/core/errors';
import { toId } from '../../../src/core/ids';
import { segFreshness as isCurrent } from '../../../src/tools/check/seg-freshness';
import type { RowTool, ToolContext } from '../../../src/tools/declaration/declare';
import { seg3dVolume } from '../../../src/tools/get/seg-3d-volume';
import { errorOf, memory, ORIGIN, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';

const MINUTE = 60_000;
let cave: TestEnvironment;
let ids: string[];
beforeEach(() => {
  cave = testEnvironment();
  ids = cave.sandbox.truth.sampleCurrent(2);
});

/** The code and words of the first row, or of the failure of all, and how often auth was asked. */
function outcome(tool: RowTool, ctx: ToolContext): { code: string; says: string; auth: number } {
  cave.forget();
  const judge = (error: TtError) => ({ code: error.code, says: error.message });
  const auth = () => cave.sent.filter(({ url }) => url.includes('/auth/api/v1/')).length;
  try {
    const [first] = [...cave.run(tool.answer(ids.map(toId), {}, ctx)).values()];
    return { ...(first instanceof TtError ? judge(first) : { code: 'answer', says: '' }), auth: auth() };
  } catch (error) {
    if (!(error instanceof TtError)) throw error;
    return { ...judge(error), auth: auth() };
  }
}

test('a good token that one service refuses is not blamed, and works after five minutes', () => {
  const ctx = cave.ctx();
  // The info and graph services look the token up and know it; the L2 cache's look-up fails.
  expect(outcome(isCurrent, ctx).code).toBe('answer');
  cave.sandbox.setFaults({ authLookups: { user: [429] } });
  const refused = outcome(seg3dVolume, ctx);
  expect(refused).toMatchObject({ code: 'BUSY', auth: 1 });
  expect(refused.says).toBe(
    'CAVE knows your token, but l2cache attributes refuses it for now. That ends by itself within 5 minutes: try again then',
  );
  expect(outcome(isCurrent, ctx).code).toBe('answer');
  expect(outcome(seg3dVolume, ctx).code).toBe('BUSY');
  cave.sandbox.advance(5 * MINUTE);
  expect(outcome(seg3dVolume, ctx).code).toBe('answer');
});

test('a token that auth does not know is blamed', () => {
  const ctx = cave.ctx(undefined, cave.sandbox.invalidToken);
  expect(outcome(isCurrent, ctx)).toMatchObject({
    code: 'TOKEN',
    says: 'CAVE does not know this token. Paste a new one in Tracer Tools › Settings',
    auth: 1,
  });
});

test('a token, while auth itself fails, is neither good nor bad', () => {
  const ctx = cave.ctx();
  expect(outcome(isCurrent, ctx).code).toBe('answer');
  cave.sandbox.setFaults({ authLookups: { user: [429] }, rate: 1, kinds: ['503'], routes: '^/auth/' });
  expect(outcome(seg3dVolume, ctx).code).toBe('DOWN');
});

test('a failed look-up of a datastack is no unknown datastack', () => {
  const ctx = cave.ctx();
  expect(outcome(isCurrent, ctx).code).toBe('answer');
  cave.sandbox.setFaults({ authLookups: { dataset: [520] } });
  expect(outcome(seg3dVolume, ctx)).toEqual({
    code: 'BUSY',
    says: 'CAVE knows brain_and_nerve_cord, but l2cache attributes could not look it up for a moment. Try again in a minute',
    auth: 1,
  });
  expect(outcome(seg3dVolume, ctx).code).toBe('answer');
});

test('the info service’s own failed look-up passes too; an unknown name lasts', () => {
  cave.sandbox.setFaults({ authLookups: { dataset: [429] } });
  expect(outcome(isCurrent, cave.ctx())).toMatchObject({ code: 'BUSY', auth: 1 });
  cave.sandbox.setFaults({});
  expect(outcome(isCurrent, cave.ctx('no_such_stack'))).toEqual({
    code: 'NONE',
    says: 'CAVE has no datastack no_such_stack',
    auth: 1,
  });
});

test('terms accepted after many refusals pass within five minutes; open ones last', () => {
  const theo = cave.sandbox.users.find(({ name }) => name === 'Theo Terms')!;
  const ctx = cave.ctx(undefined, theo.token);
  let last = outcome(isCurrent, ctx);
  for (let i = 0; i < 21; i++) last = outcome(isCurrent, ctx);
  expect(last).toMatchObject({ code: 'TERMS', auth: 1 });
  const link = /http\S+accept/.exec(last.says)![0];
  cave.run(
    (function* () {
      yield [
        {
          method: 'GET',
          url: link,
          headers: { authorization: `Bearer ${theo.token}` },
          idempotent: true,
          route: 'x',
        },
      ];
    })(),
  );
  expect(outcome(isCurrent, ctx)).toEqual({
    code: 'BUSY',
    says: 'the brain_and_nerve_cord terms are accepted, but info has not noticed yet. That ends by itself within 5 minutes: try again then',
    auth: 1,
  });
  cave.sandbox.advance(5 * MINUTE + 1);
  expect(outcome(isCurrent, ctx).code).toBe('answer');
});

test('a permission given after many refusals passes within five minutes', () => {
  const nora = cave.sandbox.users.find(({ name }) => name === 'Nora Nobody')!;
  const ctx = cave.ctx(undefined, nora.token);
  for (let i = 0; i < 21; i++) expect(outcome(isCurrent, ctx).code).toBe('PERMISSION');
  nora.rights = { brain_and_nerve_cord: ['view'] };
  expect(outcome(isCurrent, ctx)).toMatchObject({ code: 'BUSY', auth: 1 });
  cave.sandbox.advance(5 * MINUTE + 1);
  expect(outcome(isCurrent, ctx).code).toBe('answer');
});

describe('records of the info service', () => {
  const BANC = 'brain_and_nerve_cord';
  const open = (record: Record<string, string | null>, stack = BANC) => {
    cave.sandbox.setFaults({ records: { [stack]: record } });
    return cave.run(openDatastack({ server: ORIGIN, token: cave.sandbox.token }, stack, memory()));
  };

  test('a server without a scheme is asked by the scheme of the deployment, and answers', () => {
    expect(open({ local_server: 'cave.test' }).localServer).toBe('http://cave.test');
    const ctx = cave.ctx();
    expect(outcome(isCurrent, ctx).code).toBe('answer');
  });

  test.each(['http://elsewhere.test', 'https://me:secret@elsewhere.test', 'ftp://elsewhere.test'])(
    'the token is not sent to %s',
    (local_server) => {
      cave.forget();
      const error = errorOf(() => open({ local_server })) as TtError;
      expect(error.code).toBe('PERMISSION');
      expect(error.message).not.toContain('secret');
      expect(cave.sent.filter(({ url }) => url.includes('elsewhere'))).toEqual([]);
    },
  );

  test('with nothing set but its graph, what needs no more still works', () => {
    const unset = {
      aligned_volume: null,
      viewer_resolution_x: null,
      viewer_resolution_y: null,
      viewer_resolution_z: null,
      synapse_table: null,
      viewer_site: null,
      description: null,
    };
    cave.sandbox.setFaults({ records: { stroeh_mouse_retina: unset } });
    const ctx = cave.ctx('stroeh_mouse_retina');
    ids = cave.sandbox.truth.sampleCurrent(2, 'stroeh_mouse_retina');
    expect(outcome(isCurrent, ctx).code).toBe('answer');
    expect(outcome(seg3dVolume, ctx).code).toBe('answer');
  });
});

test.each([true, false])(
  'a data set without an L2 cache says NONE (Python before 3.10: %s)',
  (l2OldPython) => {
    cave.sandbox.setFaults({ l2OldPython });
    ids = cave.sandbox.truth.sampleCurrent(2, 'mrgd');
    expect(outcome(seg3dVolume, cave.ctx('mrgd'))).toMatchObject({
      code: 'NONE',
      says: 'mrgd has no L2 cache',
    });
  },
);
