// axe-core on every panel and the page itself, on the local page with the built add-on; the viewer’s windows are held
// against it where they are tested.
import { expectAccessible, frameOf } from './support/accessible';
import { describeInBrowser, picture } from './support/chromium';
import { localPage, pageForEach } from './support/local-page';

const ID = '720575941473274509';

describeInBrowser('accessibility', () => {
  const local = localPage();
  const current = pageForEach(local);

  /** The sidebar as it stands. */
  async function check(name: string): Promise<void> {
    await picture(current.page, `panel-${name}`);
    await expectAccessible(await frameOf(current.page.locator('#side iframe')));
  }
  const tab = (name: string) => current.side.getByRole('tab', { name, exact: true }).click();
  const press = (name: string | RegExp) => current.side.getByRole('button', { name, exact: true }).click();
  const shows = (text: string | RegExp) => current.side.getByText(text).first().waitFor();

  beforeEach(async () => {
    await current.page.getByRole('tab', { name: 'Neurons', exact: true }).click();
    await current.page.locator('[data-cell="A1"]').click();
    await shows('49 ids');
  });

  test('Run: before, with a preview, after a run, with its list, two rows compared, all runs, recipes', async () => {
    await press('1 damaged');
    await press('Preview');
    await shows('Writes D–J');
    await check('run');
    await press('Run');
    await current.side.locator('.line', { hasText: 'out of date' }).waitFor();
    await press('Why');
    await press(/All runs/);
    await current.side.getByText('Recipes', { exact: true }).click();
    await press('Write into columns of your own');
    await current.side.getByRole('button', { name: 'Compare the rows' }).first().click();
    await current.side.locator('.together-row').first().waitFor();
    await check('run-list');
  }, 90_000);

  test('Functions: the list with the sheet’s formulas, forms of a function, of a table and of files', async () => {
    const { side } = current;
    await tab('Functions');
    await side.getByText('Formulas in this spreadsheet', { exact: true }).click();
    await side.locator('.formula-list li').first().waitFor();
    await check('functions');
    for (const name of ['TT_CURRENT_ID', 'TT_TABLE', 'bucket_upload_file']) {
      await side.getByRole('searchbox').fill(name);
      await side
        .getByRole('option', { name: new RegExp(`^${name}`) })
        .first()
        .click();
      await side.getByRole('heading', { name }).waitFor();
      if (name === 'TT_TABLE') await shows(/^[0-9]+ tables/);
      if (name === 'TT_CURRENT_ID') {
        await press('Run');
        await side.getByRole('table').waitFor();
      }
      await check(`function-${name}`);
      await press('All functions');
    }
  }, 90_000);

  test('Sheet: a paste read, a tab checked, ready sheets', async () => {
    await tab('Sheet');
    await current.side.getByRole('textbox', { name: 'Paste box' }).fill(`${ID}\n7.20576E+17\n`);
    await shows(/Goes to/);
    await press('Check this tab');
    await shows(/looks like/);
    await check('sheet');
  });

  test('Files, Help with an answer open, Settings with all its parts', async () => {
    await tab('Files');
    await current.side.getByLabel('Bucket or folder').fill('gs://tracer-volumes');
    await current.side.getByLabel('Bucket or folder').press('Enter');
    await current.side.getByRole('button', { name: 'Upload files…' }).waitFor();
    await check('files');
    await tab('Help');
    await current.side.getByRole('searchbox', { name: 'Search help' }).fill('out of date');
    await current.side.getByText('An id is out of date. What now?').click();
    await check('help');
    await tab('Settings');
    await press('Change');
    await press('Show my stores');
    await press('Add a store or key…');
    await shows('No key of an S3 store');
    await check('settings');
  }, 60_000);

  test('Schedule: the form, then a schedule', async () => {
    await tab('Schedule');
    await press('Keep fresh');
    await shows('Added.');
    await check('schedule');
    await press('Remove');
    await press('Remove? Press again');
  });

  test('the page: its menus, a menu of cells, an alert; without a token', async () => {
    const { page, side } = current;
    await expectAccessible(page);
    await page.locator('[data-cell="A3"]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Insert row above' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByLabel('Be another user').selectOption('nora@example.org');
    await page.locator('#side iframe').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Extensions' }).click();
    await page.getByRole('menuitem', { name: 'Open sidebar' }).click();
    await side.getByRole('tab', { name: 'Run' }).waitFor();
    await check('no-token');
    await page.getByLabel('Be another user').selectOption('ada@example.org');
    await page.getByRole('button', { name: 'Add a tab' }).click();
    await page.getByRole('button', { name: 'Extensions' }).click();
    await page.getByRole('menuitem', { name: 'Refresh formulas' }).click();
    await page.getByRole('dialog').getByText('there is no formula of Tracer Tools').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'OK', exact: true }).click();
  }, 90_000);
});
