// The Sheet, Recipes and Help panels on the local page, as a newcomer uses them.
import type { FrameLocator, Page } from 'playwright-core';
import { seen } from './support/accessible';
import { describeInBrowser, STEP_MS } from './support/chromium';
import { localPage } from './support/local-page';

const A = '720575941473274509';
const B = '720575941524660200';

describeInBrowser('making a sheet ready', () => {
  const local = localPage();
  let page: Page;
  let side: FrameLocator;
  const problems: string[] = [];

  beforeEach(async () => {
    page = await local.browser.newPage({ viewport: { width: 1360, height: 820 } });
    page.setDefaultTimeout(STEP_MS);
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${local.started.origin}/`);
    side = page.frameLocator('#side iframe');
    await side.getByRole('tab', { name: 'Run' }).waitFor();
  });
  afterEach(async () => {
    await page.close();
    expect(problems.splice(0)).toEqual([]);
  });

  const cell = (name: string) => page.locator(`[data-cell="${name}"]`);
  const press = (name: string) => side.getByRole('button', { name, exact: true }).click();
  const open = (name: string) => side.getByRole('tab', { name, exact: true }).click();
  const shows = (name: string, text: string | RegExp) => cell(name).filter({ hasText: text }).waitFor();

  test('a pasted list with a rounded id: said before it is written, kept as text, prepared, and taken back', async () => {
    await page.getByRole('button', { name: 'Add a tab' }).click();
    await page.getByRole('tab', { name: 'Sheet3', exact: true }).click();
    await cell('A1').click();
    await open('Sheet');
    await side.getByRole('textbox', { name: 'Paste box' }).fill(`1 → ${A}\n2 → "${B}"\n3 → 7.20576E+17\n`);
    await side.getByText('2 ids · 3 rows').waitFor();
    await side.getByText(/1 id was rounded before it was copied/).waitFor();
    await side.getByText(/Goes to \w+!A2:A4, with headers above/).waitFor();
    await seen(page, 'paste-box');
    await press('Paste 3 rows');
    await shows('A1', 'root_id');
    await shows('A2', A);
    await shows('A4', '#TT ROUNDED');
    await press('Check this tab');
    await side
      .getByText(/Column A \(root_id\) looks like .*BANC.* segment ids: 2 of 3 cells/)
      .first()
      .waitFor();
    await side
      .getByText(/Plain text for 1 id column|Widen A/)
      .first()
      .waitFor();
    await seen(page, 'prepare');
    await press('Prepare');
    await side
      .getByText(/is prepared/)
      .first()
      .waitFor();
    for (const box of ['Prepare this tab', 'Paste box']) {
      await side
        .getByRole('region', { name: box })
        .getByRole('button', { name: 'Undo', exact: true })
        .click();
    }
    await cell('A2').filter({ hasNotText: /./ }).waitFor();
    expect(await cell('A1').textContent()).toBe('');
  });

  test('a ready sheet: a tab with examples, its recipe and its schedule in three clicks', async () => {
    await open('Sheet');
    await side.getByLabel('Left and right pairs').check();
    await press('Make the tab');
    await side
      .getByText(/The tab Pairs is ready/)
      .first()
      .waitFor();
    await shows('B2', A);
    await shows('F1', 'right_current_id');
    await seen(page, 'ready-sheet');
    await open('Schedule');
    await seen(page, 'ready-schedule');
  });

  test('a job is saved as a recipe, and two recipes run as one', async () => {
    await page.getByRole('tab', { name: 'Neurons', exact: true }).click();
    await cell('A2').click();
    const panel = side.locator('#panel-run');
    await side.getByText('49 ids').first().waitFor();
    await side.getByText('Recipes', { exact: true }).click();
    for (const [job, name] of [
      ['Bring ids up to date', 'Current ids'],
      ['Links for these ids', 'Views'],
    ] as const) {
      await panel.getByLabel(job, { exact: true }).check();
      await side.getByLabel('Name of the recipe').fill(name);
      await panel.getByRole('button', { name: 'Save', exact: true }).click();
      await side.getByText(`Saved: ${name}`).waitFor();
    }
    for (const name of ['Current ids', 'Views']) await side.getByLabel(new RegExp(`^${name}`)).check();
    await seen(page, 'recipes');
    await press('Run 2 recipes');
    await side.locator('.line', { hasText: /Done|out of date/ }).waitFor();
    await cell('A1').click();
    await page
      .locator('[data-cell$="1"]', { hasText: /^link$/ })
      .first()
      .waitFor();
    await side.getByRole('button', { name: 'Rename Views' }).click();
    await side.getByLabel('New name of Views').fill('Links');
    await press('Rename');
    await side.getByRole('button', { name: 'Delete Links' }).click();
    await press('Delete');
    await side.getByRole('checkbox', { name: /^Links/ }).waitFor({ state: 'detached' });
  });

  test('Help finds what people ask in their words', async () => {
    await side.getByRole('tab', { name: 'Help' }).click();
    await side.getByRole('searchbox', { name: 'Search help' }).fill('out of date');
    await side.getByText('An id is out of date. What now?').click();
    await side.getByText(/Somebody has edited the neuron since/).waitFor();
    await seen(page, 'help');
    await side.getByRole('searchbox', { name: 'Search help' }).fill('how many synapses');
    await side.getByRole('button', { name: /^TT_SYNAPSES/ }).click();
    await side.getByRole('heading', { name: 'TT_SYNAPSES' }).waitFor();
    await side.getByRole('tab', { name: 'Settings' }).click();
    await press('Show my stores');
    await press('Add a store or key…');
    await side.getByText('No key of an S3 store').waitFor();
    await seen(page, 'settings-stores');
  });
});
