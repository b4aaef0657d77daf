// The form of TT_TABLE in the local page: a table chosen, filters built, the rows shown and the formula inserted.
import type { FrameLocator, Page } from 'playwright-core';
import { seen } from './support/accessible';
import { describeInBrowser, STEP_MS } from './support/chromium';
import { localPage } from './support/local-page';

describeInBrowser('form of a table', () => {
  const local = localPage();
  let page: Page;
  let side: FrameLocator;

  beforeEach(async () => {
    page = await local.browser.newPage({ viewport: { width: 1360, height: 1100 } });
    page.setDefaultTimeout(STEP_MS);
    await page.goto(`${local.started.origin}/`);
    side = page.frameLocator('#side iframe');
    await side.getByRole('tab', { name: 'Functions' }).click();
    await side.getByRole('searchbox').fill('TT_TABLE');
    await side.getByText('TT_TABLE', { exact: true }).click();
    await side.getByText(/^[0-9]+ tables/).waitFor();
  });
  afterEach(() => page.close());

  const press = (name: string) => side.getByRole('button', { name, exact: true }).click();
  const formula = () => side.locator('.formula code').textContent();

  test('columns and filters with known values become the formula and its rows', async () => {
    await side.getByLabel('Table', { exact: true }).fill('cell_info');
    await side.getByText('8 columns.').waitFor();
    await press('Add a filter');
    await side.getByLabel('Column', { exact: true }).selectOption('tag2');
    await side.getByLabel('Value of tag2').fill('super class');
    expect(
      await side
        .locator('.filter datalist option')
        .evaluateAll((all) => all.map((one) => (one as { value?: string }).value)),
    ).toEqual(['cell type', 'super class']);
    await press('Add a filter');
    const second = side.locator('.filter').nth(1);
    await second.getByLabel('Column').selectOption('tag');
    await second.getByLabel('Comparison').selectOption('in');
    await second.getByLabel('Add a value of tag').fill('motor');
    await second.getByLabel('Add a value of tag').press('Enter');
    await second.getByLabel('Add a value of tag').fill('a, b');
    await side.getByRole('checkbox', { name: /^pt_root_id/ }).check();
    await side.getByRole('checkbox', { name: /^tag\b(?!2)/ }).check();
    await side.getByLabel('Rows at most').fill('5');
    expect(await formula()).toBe(
      '=TT_TABLE("cell_info", "tag2 = super class; tag in motor, ""a, b""", "pt_root_id, tag", 5)',
    );
    await side.getByLabel('Table', { exact: true }).scrollIntoViewIfNeeded();
    await seen(page, 'table-form');
    await press('Run');
    await side.getByRole('cell', { name: 'motor' }).first().waitFor();
    await seen(page, 'table-form-answer');
    await second.getByRole('button', { name: 'Remove motor' }).click();
    await second.getByRole('button', { name: 'Remove this filter' }).click();
    expect(await formula()).toContain('"tag2 = super class", ');
  });

  test('what is not filled in, or not there, is said', async () => {
    await press('Run');
    await side.getByText('Please fill in: table.').waitFor();
    await side.getByLabel('Table', { exact: true }).fill('no_such_table');
    await side.getByLabel('Table', { exact: true }).press('Tab');
    await side.locator('.table-form .error').waitFor();
    expect(await side.locator('.table-form .error').textContent()).toMatch(
      /Table no_such_table not found \(brain_and_nerve_cord\)/,
    );
    await seen(page, 'table-form-error');
    await side.getByLabel('Table', { exact: true }).fill('cell_info');
    await side.getByText('8 columns.').waitFor();
    expect(await side.locator('.table-form .error').isVisible()).toBe(false);
    await press('Add a filter');
    await press('Run');
    await side.getByText(/has no value/).waitFor();
  });

  test('a range of filters can be given by hand', async () => {
    await side.getByLabel('Table', { exact: true }).fill('cell_info');
    await side.getByText('8 columns.').waitFor();
    await press('Write filters and columns as text');
    await side.getByLabel('Filters', { exact: true }).fill('Filters!A1:C3');
    await side.getByLabel('As of').selectOption('live');
    expect(await formula()).toBe('=TT_TABLE("cell_info", Filters!A1:C3, , , "live")');
    await press('Choose filters and columns');
    expect(await formula()).toBe('=TT_TABLE("cell_info", , , , "live")');
  });
});
