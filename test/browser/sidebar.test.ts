// The sidebar in a real browser at 300 px, with a fake add-on behind it.
import type { Browser, Page } from 'playwright-core';
import type { Scenario } from './client/fake-add-on';
import { describeInBrowser, launch, picture } from './support/chromium';
import { sidebarPage } from './support/sidebar-page';

describeInBrowser('sidebar', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser.close());
  afterEach(() => page.close());

  async function open(scenario: Scenario = {}): Promise<void> {
    page = await browser.newPage({ viewport: { width: 300, height: 720 } });
    await page.setContent(sidebarPage(scenario));
    await page.getByRole('tab', { name: 'Run' }).waitFor();
  }

  test('tour', async () => {
    await open({ replaced: 3 });
    await page.getByText('412 ids').waitFor();
    await picture(page, 'sidebar-run');
    await page.getByRole('button', { name: '3 damaged' }).click();
    await picture(page, 'sidebar-damaged');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('would be replaced').waitFor();
    await picture(page, 'sidebar-preview');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('unknown').waitFor();
    await picture(page, 'sidebar-running');
    await page.getByText('Done').waitFor();
    await picture(page, 'sidebar-done');
    await page.getByRole('tab', { name: 'Functions' }).click();
    await picture(page, 'sidebar-functions');
    await page.getByText('TT_CURRENT_ID', { exact: true }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('412 rows').waitFor();
    await picture(page, 'sidebar-function');
    await page.getByRole('tab', { name: 'Schedule' }).click();
    await page.getByRole('button', { name: 'Keep fresh' }).click();
    await page.getByText('Added').waitFor();
    await picture(page, 'sidebar-schedule');
    await page.getByRole('tab', { name: 'Settings' }).click();
    await picture(page, 'sidebar-settings');
    await page.close();
    await open({ hasToken: false });
    await picture(page, 'sidebar-first-open');
  }, 60_000);
});
