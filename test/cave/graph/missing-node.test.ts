/** The one id that a KeyError of the graph names. */
import { missingNode } from '../../../src/cave/graph/missing-node';
import type { Id } from '../../../src/core/ids';
import { reply } from '../support';

const [A, B] = ['864691135122603047', '864691135122603099'] as [Id, Id];
const failure = (message: string, status = 500) =>
  missingNode(reply({ status, body: `{"code":500,"message":${message},"traceback":["${A}"]}` }), [A, B]);

test.each([`"${B}"`, B, `"'${B}'"`, `"np.uint64(${B})"`])('%s', (message) => {
  expect(failure(message)).toBe(B);
});

test.each(['""', '"no"', '"864691135122603000"', `"${B} is no root"`, `"${A} ${B}"`, 'null'])(
  '%s names none',
  (message) => {
    expect(failure(message)).toBeNull();
  },
);

test('other failures name none', () => {
  expect(failure(`"${B}"`, 200)).toBeNull();
  expect(failure(`"${B}"`, 503)).toBeNull();
  expect(missingNode(reply({ status: 500, body: `<html>${B}</html>` }), [B])).toBeNull();
});
