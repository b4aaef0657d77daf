/** Rows that name two segments: counted by pair, and every way in which a reply is damaged. */
import { readPartners } from '../../../src/cave/tables/partner-rows';
import type { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { errorOf } from '../../support/sandbox-driver';
import { reply, STACK } from '../support';

const [A, B, C] = ['864691135122603047', '864691135122603099', '864691135122603100'] as [Id, Id, Id];
const REQUEST = { stack: STACK, table: 'synapses', column: 'pre_pt_root_id', ids: [A, B] };
const row = (id: number, pre: string, post: string) =>
  `{"id":${id},"pre_pt_root_id":${pre},"post_pt_root_id":${post}}`;
const read = (...rows: string[]) => readPartners([reply({ body: `[${rows}]` })], REQUEST, 'post_pt_root_id');

test('each pair, with an autapse; an end in no segment is no partner', () => {
  const found = read(row(1, A, C), row(2, A, C), row(3, A, A), row(4, B, C), row(5, B, '0'));
  expect(found).toEqual(
    new Map([
      [
        A,
        new Map([
          [C, 2],
          [A, 1],
        ]),
      ],
      [B, new Map([[C, 1]])],
    ]),
  );
});

test.each([
  ['a partner that is no id', row(1, A, '1.5')],
  ['no partner', `{"id":1,"pre_pt_root_id":${A}}`],
  ['a partner that is a supervoxel', row(1, A, '76919154560765265')],
  ['a partner that is null', row(1, A, 'null')],
  ['a rounded partner', row(1, A, '8.64691135122603e17')],
  ['a row about another id', row(1, C, A)],
])('%s is a damaged reply', (_what, text) => {
  expect((errorOf(() => read(text)) as TtError).code).toBe('DOWN');
});

test('a row twice is a damaged reply', () => {
  expect((errorOf(() => read(row(1, A, C), row(1, A, C))) as TtError).code).toBe('DOWN');
});
