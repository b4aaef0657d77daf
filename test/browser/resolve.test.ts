// Choosing pieces of split segments on the local page: from the run's list to the last row, by click and by key.
import type { FrameLocator, Page } from 'playwright-core';
import { expectAccessible, frameOf } from './support/accessible';
import { describeInBrowser, picture } from './support/chromium';
import { localPage, pageForEach } from './support/local-page';

describeInBrowser('resolve', () => {
  const local = localPage({ webgl: true });
  const current = pageForEach(local);
  let page: Page;
  let side: FrameLocator;
  let viewer: FrameLocator;
  beforeEach(() => {
    ({ page, side } = current);
    viewer = page.frameLocator('dialog.framed iframe');
  });

  const cell = (name: string) => page.locator(`[data-cell="${name}"]`);
  const says = (text: string | RegExp) => viewer.locator('.status', { hasText: text }).waitFor();

  test('rows without a clear successor are settled by one click or one key each, and the last is taken back', async () => {
    const { truth } = local.started.sandbox;
    await page.getByRole('tab', { name: 'Neurons', exact: true }).click();
    await page.getByLabel('Selected cells').fill('A2:A20');
    await page.keyboard.press('Enter');
    await side.getByText('17 ids').waitFor();
    await side.getByRole('radio', { name: 'Bring ids up to date', exact: true }).check();
    await side.getByRole('button', { name: 'Run', exact: true }).click();
    await side.locator('.line', { hasText: 'ids were out of date' }).waitFor();
    await side.getByRole('button', { name: /What changed/ }).click();
    await picture(page, 'changes-in-page');
    await side.locator('.changes').getByRole('button', { name: 'Resolve' }).click();
    await says(/Row 13 of Neurons \(1 of \d+\): which piece is meant/);
    await viewer.locator('.soma', { hasText: /soma/ }).nth(1).waitFor();
    await picture(page, 'resolve');
    await expectAccessible(await frameOf(page.locator('dialog.framed iframe')));
    await expectAccessible(page);
    const id = async (row: number) => (await cell(`A${row}`).textContent())!;
    const pieces = truth.candidates(await id(13));
    await viewer.getByRole('button', { name: 'Choose 2' }).click();
    await says(/\(2 of \d+\): which piece/);
    await cell('D13').filter({ hasText: pieces[1]!.id }).waitFor();
    const row = /Row (\d+)/.exec((await viewer.locator('.status').textContent())!)![1]!;
    await viewer.locator('.area').focus();
    await page.keyboard.press('1');
    await says(/\(3 of \d+\): which piece|That was the last/);
    await cell(`D${row}`)
      .filter({ hasText: truth.candidates(await id(Number(row)))[0]!.id })
      .waitFor();
    await page.keyboard.press('u');
    await says(`Row ${row} of`);
    await cell(`D${row}`).filter({ hasText: '#TT AMBIGUOUS' }).waitFor();
    for (let rows = 0; rows < 9; rows++) {
      if ((await viewer.locator('.status').textContent())!.startsWith('That was')) break;
      await page.keyboard.press('s');
      await says(/which piece|That was/);
    }
    await says('That was the last row. 1 row settled.');

    // The rows that are left, at once: said first, and taken back as one.
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await side.locator('.changes').getByRole('button', { name: 'Resolve' }).click();
    await says(/\(1 of \d+\): which piece/);
    await viewer.getByText('Several rows at once').click();
    await viewer.getByLabel('Least share of the largest piece, %').fill('51');
    await viewer.getByText(new RegExp(`^\\d+ rows?: .*\\b${row}\\b`)).waitFor();
    await viewer.getByRole('button', { name: 'Take the largest in these rows' }).click();
    await viewer.getByText(/rows? settled; Undo the last takes all of them back/).waitFor();
    const largest = truth.candidates(await id(Number(row)))[0]!.id;
    await cell(`D${row}`).filter({ hasText: largest }).waitFor();
    await viewer.getByRole('button', { name: 'Undo the last' }).click();
    await cell(`D${row}`).filter({ hasText: '#TT AMBIGUOUS' }).waitFor();
  });
});
