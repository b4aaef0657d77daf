/** Links from the add-on's own tabs: what may get into a formula. */
import { pageLink, rowLink } from '../../../../src/addon/sheet/cells/link-formulas';
import { putLinks } from '../../../../src/addon/sheet/cells/write-cells';
import { fakeHost } from '../../../support/fake-host';

test('a tab’s name is quoted, whatever it holds', () => {
  const link = rowLink({ id: 7, name: `a'!A1;"x` }, 'B', 'D2');
  expect(link).toContain(`'a''!A1;"x'!B:B`);
  expect(link.startsWith('=HYPERLINK(IFERROR("#gid=7&range="&ADDRESS(')).toBe(true);
});

test.each(['http://a/b', 'https://a/"&B1', 'https://a b', 'javascript:1', ''])('no link to %j', (address) =>
  expect(pageLink(address, 'x')).toBe(''),
);

test('nothing but a link is put where links go', () => {
  const { tab } = fakeHost();
  expect(() => putLinks(tab, 1, 1, ['', '=IMPORTXML("https://a")'])).toThrow(/only a link/);
  putLinks(tab, 1, 1, [pageLink('https://a/b', 'x'), '']);
  expect(tab.formulas(1, 1, 2, 1)).toEqual([['=HYPERLINK("https://a/b";"x")'], ['']]);
});
