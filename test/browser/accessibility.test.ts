// axe-core on every panel, every dialog and the page itself, on the local page with the built add-on.
import { expectAccessible, frameOf } from './support/accessible';
import { describeInBrowser, picture } from './support/chromium';
import { localPage, pageForEach } from './support/local-page';

describeInBrowser('accessibility', () => {
  const local = localPage({ webgl: true });
  const current = pageForEach(local);
  const sidebar = () => frameOf(current.page.locator('#side iframe'));

  async function check(name: string): Promise<void> {
    await picture(current.page, name);
    await expectAccessible(await sidebar());
  }

  test.each(['Run', 'Functions', 'Sheet', 'Files', 'Schedule', 'Help', 'Settings'])(
    'panel %s',
    async (name) => {
      const { page, side } = current;
      await page.getByRole('tab', { name: 'Neurons', exact: true }).click();
      await page.locator('[data-cell="A1"]').click();
      await side.getByRole('tab', { name, exact: true }).click();
      await side.locator('main > :not([hidden])').waitFor();
      await check(`panel-${name.toLowerCase()}`);
    },
  );

  test('the page', async () => {
    const { page } = current;
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Extensions' }).click();
    await page.getByRole('menuitem', { name: 'Help' }).waitFor();
    await expectAccessible(page);
  });
});
