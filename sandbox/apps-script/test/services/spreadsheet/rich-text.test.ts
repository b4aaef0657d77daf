/** Links in cells as scripts read and set them. */
import { ADA, bench } from '../../bench-host';

const CODE = `
  const at = (a1) => SpreadsheetApp.getActiveSheet().getRange(a1);
  const url = (path) => 'https://example.org/' + path;
  function set() {
    const one = SpreadsheetApp.newRichTextValue().setText('open').setLinkUrl(url('a')).build();
    const two = SpreadsheetApp.newRichTextValue().setText('left and right').setLinkUrl(0, 4, url('l')).setLinkUrl(9, 14, url('r')).build();
    at('A1:A2').setRichTextValues([[one], [two]]);
    at('A3').setValue('plain'); at('A4').setValue(5); at('A5').setFormula('=HYPERLINK("' + url('f') + '","go")');
  }
  function read() { return at('A1:A6').getRichTextValues().map((row) => row[0] && [row[0].getText(), row[0].getLinkUrl()]); }
  function runs(a1) { return at(a1).getRichTextValue().getRuns().map((run) => [run.getText(), run.getLinkUrl(), run.getStartIndex(), run.getEndIndex()]); }
  function part() { const value = at('A2').getRichTextValue(); return [value.getLinkUrl(0, 4), value.getLinkUrl(5, 8), value.getLinkUrl(2, 9)]; }
  function unlink() { at('A2').setRichTextValue(at('A2').getRichTextValue().copy().setLinkUrl(2, 11, null).build()); return runs('A2'); }
  function overwrite() { at('A1').setValue('open'); return at('A1').getRichTextValue().getLinkUrl(); }
  function wrong() { SpreadsheetApp.newRichTextValue().setText('ab').setLinkUrl(1, 5, url('x')); }`;

const url = (path: string) => `https://example.org/${path}`;

function bed(more = {}) {
  const { host } = bench(CODE, more);
  const run = (fn: string, ...args: unknown[]) => {
    const outcome = host.run(fn, args, { user: ADA });
    return outcome.ok ? outcome.value : outcome.message;
  };
  run('set');
  return run;
}

test('one link, several, none; numbers and blanks have no text', () => {
  const run = bed();
  expect(run('read')).toEqual([
    ['open', url('a')],
    ['left and right', null],
    ['plain', null],
    null,
    ['go', url('f')],
    ['', null],
  ]);
  expect(run('runs', 'A2')).toEqual([
    ['left', url('l'), 0, 4],
    [' and ', null, 4, 9],
    ['right', url('r'), 9, 14],
  ]);
  expect(run('part')).toEqual([url('l'), null, null]);
});

test('the link of a formula is read only by switch', () => {
  expect((bed({ switches: { formulaLinks: false } })('read') as unknown[])[4]).toEqual(['go', null]);
});

test('part of a link is taken away; another value takes all', () => {
  const run = bed();
  expect(run('unlink')).toEqual([
    ['le', url('l'), 0, 2],
    ['ft and ri', null, 2, 11],
    ['ght', url('r'), 11, 14],
  ]);
  expect(run('overwrite')).toBeNull();
  expect(run('wrong')).toBe('The range of the text is outside its length.');
});
