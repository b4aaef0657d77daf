/** Every way in which a CAVE service fails: the code, words and remedy a person gets, asked as the product asks. */
import { getRequest } from '../../../src/cave/client/access';
import {
  damagedReply,
  errorFromReply,
  readBytes,
  readJson,
  readText,
} from '../../../src/cave/client/replies';
import { l2Data } from '../../../src/cave/morphology/l2cache';
import { TtError } from '../../../src/core/errors';
import { replyTo, type Work } from '../../../src/http/work';
import { errorOf } from '../../support/sandbox-driver';
import { DAMAGED, DATASTACK, ERROR_ANSWERS, type ErrorRow, type ServiceErrors } from '../error-answers';
import { ACCESS, ASKED, play, reply, STACK, TOKEN } from '../support';

const graph = (code: number, message: string) =>
  JSON.stringify({ timestamp: '2026-01-01 00:00:00.000000', duration: 12.3, code, message });
const tos =
  '{"error":"missing_tos","message":"Need to accept Terms of Service to access resource.","data":{"tos_id":3,"tos_name":"MICrONS","tos_form_url":"https://global.test/sticky_auth/api/v1/tos/3/accept"}}';

function* question({ service, what }: ServiceErrors): Work<unknown> {
  if (service === 'L2 cache') return yield* l2Data(STACK, [160032475051983415n], ['size_nm3']);
  const server = service === 'auth' ? `${ACCESS.server}/auth/api/v1/username` : 'https://local.test/x';
  return readJson(yield* replyTo(getRequest(ACCESS, server, what)), { route: what, datastack: DATASTACK });
}

/** Asks the service, which answers as the row says, as does whoever the failure is confirmed by. */
function fail(
  of: ServiceErrors,
  [, answer, , , confirmation]: ErrorRow,
): { error: TtError; asked: string[] } {
  const requests: string[] = [];
  const error = errorOf(() =>
    play(question(of), (request, index) => {
      requests.push(request.route);
      return index === 0 ? answer : (confirmation?.answer ?? {});
    }),
  );
  return { error: error as TtError, asked: requests };
}

describe.each(ERROR_ANSWERS)('$service', (of) => {
  test.each(of.rows)('%s', (...row) => {
    const [, , code, cell, confirmation] = row;
    const { error, asked } = fail(of, row);
    expect(error).toBeInstanceOf(TtError);
    expect([error.code, error.message]).toEqual([code, cell]);
    expect(asked).toEqual(confirmation ? [of.what, confirmation.of] : [of.what]);
    expect(error.message).not.toContain(TOKEN);
    expect(error.message.length).toBeLessThan(260);
    expect(error.message).not.toMatch(/<html|Traceback|undefined|\[object|null/);
    // What passes says to try again or go on; what lasts does not send people back to try again.
    expect(/[Tt]ry again|Refresh to go on|Run again to go on|Ask for fewer/.test(error.message)).toBe(
      error.transient || code === 'BIG',
    );
  });
});

test.each(DAMAGED)('$situation is no whole answer', ({ answer }) => {
  const work = question(ERROR_ANSWERS[0]!);
  expect(errorOf(() => play(work, () => answer))).toEqual(damagedReply(ASKED));
});

test('terms carry their page, but only a web address', () => {
  const at = (body: string) => errorFromReply(reply({ status: 403, body }), ASKED).link;
  expect(at(tos)).toBe('https://global.test/sticky_auth/api/v1/tos/3/accept');
  expect(at(tos.replace('https://global.test', 'javascript:x'))).toBe('');
});

test('a rate limit carries its seconds', () => {
  const error = errorFromReply(reply({ status: 429, headers: { 'retry-after': '40' } }), ASKED);
  expect([error.retryAfter, error.transient]).toEqual([40, true]);
});

test('a long sentence of a server is cut', () => {
  const { message } = errorFromReply(
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
    expect(errorOf(() => readJson(reply({ body }), ASKED))).toEqual(damagedReply(ASKED));
  });
  test.each([readText, readBytes, readJson])('a failed reply throws its error', (read) => {
    const error = errorOf(() => read(reply({ status: 503 }), ASKED)) as TtError;
    expect(error.code).toBe('DOWN');
  });
});
