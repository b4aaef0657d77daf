// The local page in a real browser: the sheet, formulas, and the job from the sidebar, on the built add-on.
import type { FrameLocator, Page } from 'playwright-core';
import { expectAccessible, seen } from './support/accessible';
import { describeInBrowser, picture } from './support/chromium';
import { localPage, pageForEach } from './support/local-page';

// As text: it runs inside the page. A cell in quotes holds a line end.
const PASTE = `
  const data = new DataTransfer();
  data.setData('text/plain', 'a\\t1\\n"two\\nlines"\\t=1+1\\n');
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
`;

/** Answers what the page would put on the clipboard. */
const COPY = `(() => {
  const data = new DataTransfer();
  document.activeElement.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
  return data.getData('text/plain');
})()`;

describeInBrowser('local page', () => {
  const local = localPage();
  const current = pageForEach(local, {
    onOpen: ({ page: opened, problems }) =>
      opened.on('request', (request) => {
        const own =
          request.url().startsWith(local.started.origin) || /^(about|data|blob):/.test(request.url());
        if (!own) problems.push(`asked ${request.url()}`);
      }),
  });
  let page: Page;
  let side: FrameLocator;
  beforeEach(async () => {
    ({ page, side } = current);
    await tab('Neurons');
    await shows('A2', '720575941473274509');
  });

  const cell = (name: string) => page.locator(`[data-cell="${name}"]`);
  const press = (name: string) => side.getByRole('button', { name, exact: true }).click();
  const line = (text: string | RegExp) => side.locator('.line', { hasText: text }).waitFor();
  const toast = (text: string | RegExp) => page.locator('.toast', { hasText: text }).first().waitFor();
  const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
  const shows = (name: string, text: string | RegExp) => cell(name).filter({ hasText: text }).waitFor();

  async function go(name: string): Promise<void> {
    await page.getByLabel('Selected cells').fill(name);
    await page.keyboard.press('Enter');
  }

  /** Types into a cell as a person does. */
  async function type(name: string, text: string): Promise<void> {
    await go(name);
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }

  test('formulas typed into cells show their values, and what cannot be says why', async () => {
    await tab('Formulas');
    await shows('B6', 'TRUE');
    await type('H1', '=TT_CURRENT_ID("720575941473274509", TRUE)');
    await shows('H1', '720575941441350235');
    await shows('I1', '0.97');
    await type('H3', '=TT_IS_CURRENT("DNa02 ?")');
    await shows('H3', '#TT ID');
    await type('H4', '=TT_NOTHING(1)');
    await shows('H4', '#NAME?');
    await cell('H4').hover();
    await page.getByRole('tooltip').getByText('Unknown function').waitFor();
    await picture(page, 'page-formulas');
    await go('H1');
    expect(await page.getByLabel('Content of the cell').inputValue()).toBe(
      '=TT_CURRENT_ID("720575941473274509", TRUE)',
    );
    for (const name of ['H1', 'H3', 'H4']) {
      await go(name);
      await page.keyboard.press('Delete');
    }
  });

  test('a function’s name is completed, and its arguments are explained', async () => {
    await tab('Formulas');
    await go('H6');
    await page.keyboard.type('=tt_is_c');
    await page.getByText('TT_IS_CURRENT', { exact: true }).waitFor();
    await page.keyboard.press('Tab');
    await page.getByText('a cell or a range of segment ids').waitFor();
    await picture(page, 'page-completion');
    await expectAccessible(page);
    await page.keyboard.type('A6)');
    await page.keyboard.press('Enter');
    await shows('H6', 'TRUE');
    await go('H6');
    await page.keyboard.press('Delete');
  });

  test('editing: typing, Escape, F2, pasting a table, ids that lose digits', async () => {
    await page.getByRole('button', { name: 'Add a tab' }).click();
    await tab('Sheet3');
    await type('A1', '720575941473274509');
    await shows('A1', '7.20576E+17');
    await type('A2', "'720575941473274509");
    await shows('A2', '720575941473274509');
    await go('A2');
    await page.keyboard.press('F2');
    await page.keyboard.type('99');
    await page.keyboard.press('Escape');
    await shows('A2', /^720575941473274509$/);
    await go('C1');
    await page.evaluate(PASTE);
    await shows('D2', /^2$/);
    await shows('C1', /^a$/);
    await page.keyboard.press('Shift+ArrowDown');
    expect(await page.getByLabel('Selected cells').inputValue()).toBe('C1:C2');
    await cell('A2').click();
    await cell('A2').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Insert row above' }).click();
    await shows('A3', /^720575941473274509$/);
  });

  test('copying gives the shown text, cut to what the tab uses', async () => {
    await go('A9:B10');
    expect(await page.evaluate(COPY)).toBe('720575941609391725\tIN17A001\n720575940380207581\t');
    await go('A50:A1000');
    expect(String(await page.evaluate(COPY)).split('\n')).toHaveLength(3);
  });

  test('an alert of the script waits for its answer, also when the page is opened anew', async () => {
    await page.getByRole('button', { name: 'Add a tab' }).click();
    await page
      .getByRole('tab', { name: /^Sheet/ })
      .last()
      .click();
    await page.getByRole('button', { name: 'Extensions' }).click();
    await page.getByRole('menuitem', { name: 'Refresh formulas' }).click();
    const alert = page.getByRole('dialog').getByText('there is no formula of Tracer Tools');
    await alert.waitFor();
    await expectAccessible(page);
    await page.reload();
    await alert.waitFor();
    await page.getByRole('button', { name: 'OK', exact: true }).click();
    await page.locator('.running', { hasNotText: /./ }).waitFor({ state: 'attached' });
    await alert.waitFor({ state: 'detached' });
  });

  test('the main job: preview, run, values beside the ids, undo', async () => {
    await cell('A1').click();
    await side.getByText('49 ids').first().waitFor();
    await press('Preview');
    await side.getByText('Writes D–J').waitFor();
    await press('Run');
    await line('ids were out of date');
    await shows('D2', '720575941441350235');
    await shows('E2', '523.49');
    await cell('E2').scrollIntoViewIfNeeded();
    await picture(page, 'page-main-job');
    await press('Undo');
    await side
      .locator('.job-card')
      .getByText(/cells|values|put back|restored/i)
      .first()
      .waitFor();
    await cell('D2').filter({ hasNotText: /./ }).waitFor();
    await picture(page, 'page-undone');
  });

  test('an edit makes ids stale; formulas see it when refreshed', async () => {
    const current = '720575941535667946';
    await tab('Formulas');
    await shows('B6', 'TRUE');
    await tab('Neurons');
    await shows('A6', current);
    await cell('A6').click();
    await page.getByRole('button', { name: 'Make an edit' }).click();
    await page.getByRole('menuitem', { name: 'Split the selected neuron' }).click();
    await toast(`Split ${current}`);
    await page.getByRole('button', { name: 'Extensions' }).click();
    await picture(page, 'page-menu');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    // Formulas keep "still current" for some minutes.
    await page.getByRole('button', { name: 'Advance the clock' }).click();
    await page.getByRole('menuitem', { name: 'By an hour' }).click();
    await toast('1 h on');
    await tab('Formulas');
    await page.getByRole('button', { name: 'Extensions' }).click();
    await page.getByRole('menuitem', { name: 'Refresh formulas' }).click();
    await shows('B6', 'FALSE');
  });

  test('cancel keeps what was written; resume finishes', async () => {
    await page.getByLabel('How CAVE behaves').selectOption('slow');
    await toast('1.5 s');
    await cell('A1').click();
    await side.getByText('49 ids').first().waitFor();
    await press('Run');
    await side.getByRole('button', { name: 'Cancel', exact: true }).waitFor();
    await press('Cancel');
    await line('Cancelled at');
    await picture(page, 'page-cancelled');
    await page.getByLabel('How CAVE behaves').selectOption('normal');
    await toast('at once');
    await press('Resume');
    await line('ids were out of date');
    await press('Undo');
    await cell('D2').filter({ hasNotText: /./ }).waitFor();
  });

  test('a run that is killed goes on by itself where it was', async () => {
    await cell('A1').click();
    await side.getByText('49 ids').first().waitFor();
    await page.getByRole('button', { name: 'Kill the run' }).click();
    await toast('will be ended');
    await press('Run');
    await side.getByText('Stopped; going on…').waitFor();
    await picture(page, 'page-killed');
    await line('ids were out of date');
    await shows('D2', '720575941441350235');
    await press('Undo');
    await cell('D2').filter({ hasNotText: /./ }).waitFor();
  });

  test('a refresh that is kept runs when the clock reaches it', async () => {
    await cell('A1').click();
    await side.getByText('49 ids').first().waitFor();
    await side.getByRole('tab', { name: 'Schedule' }).click();
    await side.getByLabel('How often').selectOption('1');
    await press('Keep fresh');
    await side.getByText('Added.').waitFor();
    await page.getByRole('button', { name: 'Advance the clock' }).click();
    await page.getByRole('menuitem', { name: 'By an hour' }).click();
    await toast(/1 h on; \d+ trigger runs?\./);
    await page.getByRole('button', { name: 'Extensions' }).click();
    await page.getByRole('menuitem', { name: 'Open sidebar' }).click();
    // The sidebar that is there goes away first: it shows its Schedule panel.
    await side.getByRole('tab', { name: 'Run', selected: true }).waitFor();
    await side.getByRole('tab', { name: 'Schedule' }).click();
    await side.locator('.schedules dd').first().filter({ hasNotText: 'never' }).waitFor();
    await seen(page, 'page-schedule');
    await shows('D2', '720575941441350235');
    await press('Remove');
    await press('Remove? Press again');
    await side.getByText('Nothing yet.').waitFor();
  });

  test('a reference is put into a formula by pointing at the cells', async () => {
    await tab('Formulas');
    await go('H7');
    await page.keyboard.type('=LEN(');
    await cell('A3').click();
    await page.keyboard.type(')');
    await page.keyboard.press('Enter');
    await shows('H7', /^18$/);
    await go('H7');
    expect(await page.getByLabel('Content of the cell').inputValue()).toBe('=LEN(A3)');
    await page.keyboard.press('Delete');
  });

  test('another user has an own sidebar and own rights', async () => {
    await page.getByLabel('Be another user').selectOption('nora@example.org');
    await toast('Nora Nobody');
    await page.locator('#side iframe').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Extensions' }).click();
    await page.getByRole('menuitem', { name: 'Open sidebar' }).click();
    await side.getByRole('tab', { name: 'Run' }).waitFor();
    await seen(page, 'page-other-user');
    await page.getByLabel('Be another user').selectOption('ada@example.org');
    await side.locator('.who', { hasText: 'Ada Lovelace' }).waitFor();
  });
});
