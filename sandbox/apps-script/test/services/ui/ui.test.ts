/** Alerts, prompts, toasts, sidebars, dialogs, selections, HTML. */

import { ADA, BOB, bench, messageOf, resultOf } from '../../bench-host';

describe('alerts', () => {
  const CODE = `function main() {
    const ui = SpreadsheetApp.getUi();
    const answer = ui.alert('Delete', 'Sure?', ui.ButtonSet.YES_NO);
    return [answer === ui.Button.YES, String(answer)];
  }`;

  test('are answered by the test', () => {
    const { host, main } = bench(CODE);
    host.ui.answer = (dialog) => ({ button: dialog.text === 'Sure?' ? 'YES' : 'NO' });
    expect(main()).toEqual({ ok: true, value: [true, 'YES'] });
    expect(host.ui.dialogs).toEqual([
      { kind: 'alert', title: 'Delete', text: 'Sure?', buttons: 'YES_NO', user: ADA },
    ]);
  });

  test('are closed when nobody answers, except a plain OK', () => {
    expect(bench(CODE).main()).toEqual({ ok: true, value: [false, 'CLOSE'] });
    expect(resultOf(`return String(SpreadsheetApp.getUi().alert('done'));`)).toBe('OK');
  });

  test('prompts give text', () => {
    const { host, main } = bench(`function main() {
      const got = SpreadsheetApp.getUi().prompt('Name?'); return [got.getResponseText(), String(got.getSelectedButton())]; }`);
    host.ui.answer = () => ({ button: 'OK', text: 'DNa02' });
    expect(main()).toEqual({ ok: true, value: ['DNa02', 'OK'] });
  });

  test('drop the locks and take time', () => {
    const { host, main } = bench(`function main() {
      const lock = LockService.getDocumentLock(); lock.waitLock(1);
      const began = Date.now(); SpreadsheetApp.getUi().alert('x'); return [lock.hasLock(), Date.now() - began]; }`);
    let free: string | null = 'unasked';
    host.ui.answer = () => {
      free = host.world.locks.holder(`document ${host.world.workbook.id}`);
      return { button: 'OK' };
    };
    expect(main()).toEqual({ ok: true, value: [false, 3000] });
    expect(free).toBeNull();
  });

  test('a user who walks away costs the run', () => {
    const { main } = bench(`function main() { SpreadsheetApp.getUi().alert('x'); }`, {
      switches: { answerMs: 400_000 },
    });
    expect(main()).toMatchObject({ killed: true });
  });

  test('wrong forms are refused', () => {
    expect(messageOf('SpreadsheetApp.getUi().alert();')).toBe(
      "The parameters () don't match the method signature for Ui.alert.",
    );
    expect(messageOf(`SpreadsheetApp.getUi().showSidebar('<p>x</p>');`)).toBe(
      "The parameters (String) don't match the method signature for Ui.showSidebar.",
    );
  });
});

test('toasts are recorded', () => {
  const { host, main } = bench(`function main() {
    const s = SpreadsheetApp.getActive(); s.toast('a'); s.toast('b', 'title', -1); s.toast('c', 'd'); }`);
  main();
  expect(host.ui.toasts).toEqual([
    { text: 'a', title: '', seconds: 5, user: ADA },
    { text: 'b', title: 'title', seconds: -1, user: ADA },
    { text: 'c', title: 'd', seconds: 5, user: ADA },
  ]);
});

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

test('each user has a selection', () => {
  const { host, workbook } = bench(`function main() {
    return [SpreadsheetApp.getActiveRange().getA1Notation(), SpreadsheetApp.getActiveSheet().getName(),
      SpreadsheetApp.getActive().getActiveCell().getA1Notation(), SpreadsheetApp.getSelection().getActiveRange().getNumRows()]; }
    function choose() { SpreadsheetApp.getActive().getSheetByName('Other').getRange('B2:C3').activate(); }`);
  workbook.addGrid('Other');
  const first = workbook.grids()[0]!;
  const run = (user: string) => {
    const outcome = host.run('main', [], { user });
    return outcome.ok ? outcome.value : outcome.message;
  };
  expect(run(ADA)).toEqual(['A1', first.name, 'A1', 1]);
  host.ui.select(ADA, first, { row: 4, column: 2, rows: 3, columns: 1 });
  host.run('choose', [], { user: BOB });
  expect(run(ADA)).toEqual(['B4:B6', first.name, 'B4', 3]);
  expect(run(BOB)).toEqual(['B2:C3', 'Other', 'B2', 2]);
});

test('several boxes may be selected, the last one is active', () => {
  const { host, workbook, main } = bench(`function main() {
    const list = SpreadsheetApp.getActiveRangeList().getRanges().map(function (r) { return r.getA1Notation(); });
    return [list, SpreadsheetApp.getActiveRange().getA1Notation()]; }
    function choose() {
      const sheet = SpreadsheetApp.getActiveSheet();
      SpreadsheetApp.getActive().setActiveRangeList(sheet.getRangeList(['A1', 'C3:C4', 'E5']));
    }`);
  host.ui.select(ADA, workbook.grids()[0]!, { row: 9, column: 1, rows: 1, columns: 1 }, [
    { row: 2, column: 2, rows: 2, columns: 1 },
  ]);
  expect(main()).toEqual({ ok: true, value: [['B2:B3', 'A9'], 'A9'] });
  host.run('choose', [], { user: ADA });
  expect(main()).toEqual({ ok: true, value: [['A1', 'C3:C4', 'E5'], 'E5'] });
});
