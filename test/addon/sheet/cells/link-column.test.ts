/** Links behind labels: HYPERLINK formulas, linked text, several in a cell. */
import { linkTexts } from '../../../../src/addon/sheet/cells/link-column';
import { fakeHost } from '../../../support/fake-host';

const ONE = 'https://spelunker.cave-explorer.org/#!middleauth+https://a/1';
const TWO = 'https://ngl.flywire.ai/?json_url=https://b/2';

test('addresses, states and numbers stand for themselves, in no call', () => {
  const { tab, counts } = fakeHost();
  const cells = [ONE, ` ${TWO} `, '{"layers":[]}', 5747205470158848, '', null, undefined];
  expect(linkTexts(tab, 1, 2, cells)).toEqual([ONE, TWO, '{"layers":[]}', '5747205470158848', '', '', '']);
  expect([counts.of('links'), counts.of('formulas')]).toEqual([0, 0]);
});

test('labels give what is behind them', () => {
  const { tab } = fakeHost();
  tab.put(2, 1, [
    [`=HYPERLINK("${ONE}", "open")`],
    ['my view'],
    ['both views'],
    ['a label alone'],
    [`=HYPERLINK(B6; "open")`],
    [TWO],
    [`=hyperlink( "https://a/?q=""x""";"open")`],
  ]);
  tab.linked.set('A3', [ONE]);
  tab.linked.set('A4', [ONE, TWO]);
  tab.linked.set('A6', [TWO]);
  const cells = tab.values(2, 1, 7, 1).map(([cell]) => cell);
  expect(linkTexts(tab, 1, 2, cells)).toEqual([
    ONE,
    ONE,
    `${ONE} ${TWO}`,
    'a label alone',
    TWO,
    TWO,
    'https://a/?q="x"',
  ]);
});
