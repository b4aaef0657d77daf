/** HtmlService: pages and templates. */

import { ADA, BOB, bench, messageOf, resultOf } from '../../bench-host';

describe('pages', () => {
  const html = { Sidebar: '<html><head></head><body>side</body></html>', Part: '<b>part</b>' };

  test('a sidebar replaces the one before, 300 px wide; dialogs take sizes', () => {
    const { host, main } = bench(
      `function main() {
        const ui = SpreadsheetApp.getUi();
        ui.showSidebar(HtmlService.createHtmlOutput('first'));
        ui.showSidebar(HtmlService.createHtmlOutputFromFile('Sidebar').setTitle('Tracer Tools').setWidth(500));
        ui.showModalDialog(HtmlService.createHtmlOutput('d').setWidth(640).setHeight(480), 'Skeletons');
      }`,
      { html },
    );
    main();
    expect(host.ui.sidebar(ADA)).toMatchObject({ title: 'Tracer Tools', html: html.Sidebar, width: 300 });
    expect(host.ui.sidebar(BOB)).toBeNull();
    expect(host.ui.shown.map(({ kind, width, height }) => [kind, width, height])).toEqual([
      ['sidebar', 300, null],
      ['sidebar', 300, null],
      ['modal', 640, 480],
    ]);
  });

  test('templates run scriptlets with the functions of the script', () => {
    const page = `<h1><?= title ?></h1><? for (var k = 0; k < 2; k++) { ?><i><?= k ?></i><? } ?><?!= include('Part') ?><?= '<&"\\'>' ?>`;
    const { main } = bench(
      `function include(name) { return HtmlService.createHtmlOutputFromFile(name).getContent(); }
       function main() { const t = HtmlService.createTemplateFromFile('Page'); t.title = 'a & b'; return t.evaluate().getContent(); }`,
      { html: { ...html, Page: page } },
    );
    expect(main()).toEqual({
      ok: true,
      value: '<h1>a &#38; b</h1><i>0</i><i>1</i><b>part</b>&#60;&#38;&#34;&#39;&#62;',
    });
  });

  test('a template that fails says so', () => {
    expect(messageOf(`HtmlService.createTemplate('<?= nothing ?>').evaluate();`)).toBe(
      'nothing is not defined',
    );
  });

  test.each([
    [`HtmlService.createHtmlOutputFromFile('Nowhere')`, 'No HTML file named Nowhere was found.'],
    [
      `HtmlService.createHtmlOutput('<head></head>').addMetaTag('robots', 'x')`,
      'The meta tag you specified is not allowed in this context.',
    ],
  ])('%s', (code, message) => {
    expect(messageOf(code)).toBe(message);
  });

  test('outputs are edited in place', () => {
    const body = `const o = HtmlService.createHtmlOutput('<head></head>');
      const same = o.append('<p>') === o;
      o.appendUntrusted('<').addMetaTag('viewport', 'width=device-width').setTitle('t');
      return [same, o.getContent(), o.getTitle(), o.getBlob().getContentType(), o.clear().getContent(), o.setContent('z').getContent()];`;
    expect(resultOf(body)).toEqual([
      true,
      '<head><meta name="viewport" content="width=device-width"></head><p>&#60;',
      't',
      'text/html',
      '',
      'z',
    ]);
  });
});
