// The Files panel on the local page, with the sandbox's bucket, without a companion: by mouse, by drop, by keyboard alone.
import { readFile } from 'node:fs/promises';
import { VOLUMES } from '@tracer-tools/cave/seeds/initial-objects';
import { unzipSync } from 'fflate';
import type { FrameLocator, Page } from 'playwright-core';
import { seen } from './support/accessible';
import { describeInBrowser, STEP_MS } from './support/chromium';
import { localPage } from './support/local-page';

const ROOT = `gs://${VOLUMES}`;
/** Of text: it runs inside the sidebar's page. */
const DROP = new Function(
  'node',
  `
  const data = new DataTransfer();
  data.items.add(new File(['{"type":"segmentation"}'], 'info'));
  data.items.add(new File(['<b>hostile</b>'], '=HYPERLINK("x")<img src=x onerror=window.hit=1>.txt'));
  data.items.add(new File([new Uint8Array(6 * 1024 * 1024).fill(7)], 'big.bin'));
  node.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
`,
) as (node: unknown) => void;

describeInBrowser('Files', () => {
  const local = localPage();
  let page: Page;
  let side: FrameLocator;
  const problems: string[] = [];

  beforeAll(async () => {
    page = await local.browser.newPage({ viewport: { width: 1360, height: 900 }, acceptDownloads: true });
    page.setDefaultTimeout(STEP_MS);
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${local.started.origin}/`);
    side = page.frameLocator('#side iframe');
    await side.getByRole('tab', { name: 'Files' }).click();
  });
  afterAll(async () => {
    await page.close();
    expect(problems).toEqual([]);
  });

  const press = (name: string) => side.getByRole('button', { name, exact: true }).click();
  const row = (name: string | RegExp) => side.getByRole('option').filter({ hasText: name });
  const ended = (words: RegExp) => side.locator('.files-work .line', { hasText: words }).waitFor();
  const go = async (path: string) => {
    await side.getByLabel('Bucket or folder').fill(path);
    await side.getByLabel('Bucket or folder').press('Enter');
    await side.locator('.crumbs [aria-current="page"]', { hasText: path.split('/').pop()! }).waitFor();
  };

  test('files dropped on a new folder are shown first, uploaded in pieces, compared and listed', async () => {
    await go(`${ROOT}/drop`);
    await side.locator('.drop').evaluate(DROP);
    await side.locator('.question', { hasText: '3 files, 6.3 MB' }).waitFor();
    await seen(page, 'files-upload');
    await press('Upload');
    await ended(/3 files, 6\.3 MB uploaded and compared/);
    await row('big.bin').waitFor();
    await row('=HYPERLINK("x")<img src=x onerror=window.hit=1>.txt').waitFor();
    expect(await row('info').evaluate('window.hit')).toBeUndefined();
    await seen(page, 'files-list');
    await press('Close');
  });

  test('details: who can read it is tried; a volume has its source and its viewer', async () => {
    await go(ROOT);
    await row('drop/').locator('.mark').click();
    await press('Details');
    await press('Who can read it?');
    await side.locator('.files-details', { hasText: /Anybody can read it: (yes|no)/ }).waitFor();
    const link = side.getByRole('link', { name: 'Open in Neuroglancer' });
    const href = decodeURIComponent((await link.getAttribute('href'))!);
    expect(href).toContain(`"source":"precomputed://${ROOT}/drop"`);
    expect(href).toContain('"type":"segmentation"');
    await seen(page, 'files-details');
  });

  test('a folder comes as a zip', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), press('Download')]);
    const files = unzipSync(new Uint8Array(await readFile((await download.path())!)));
    expect(Object.keys(files).sort()).toEqual([
      'drop/=HYPERLINK("x")<img src=x onerror=window.hit=1>.txt',
      'drop/big.bin',
      'drop/info',
    ]);
    expect(files['drop/big.bin']).toHaveLength(6 * 1024 * 1024);
    await ended(/3 files in tracer-volumes\.zip/);
  });

  test('by keyboard alone: opened, marked, renamed, left, deleted with its name typed', async () => {
    const active = () => side.locator('.list-row.active');
    await side.getByLabel('Bucket or folder').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(`${ROOT}/drop`);
    await page.keyboard.press('Enter');
    await row('big.bin').waitFor();
    await side.getByRole('listbox', { name: 'Files' }).focus();
    await page.keyboard.press('End');
    await active().filter({ hasText: 'info' }).waitFor();
    await page.keyboard.press('Space');
    await side.getByText('1 item chosen').waitFor();
    await side.getByRole('button', { name: 'Rename…' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('info.json');
    await page.keyboard.press('Enter');
    await side.getByRole('button', { name: 'Rename', exact: true }).focus();
    await page.keyboard.press('Enter');
    await ended(/1 file, 23 bytes moved/);
    await row('info.json').waitFor();
    await side.getByRole('listbox', { name: 'Files' }).focus();
    await page.keyboard.press('Backspace');
    await active().filter({ hasText: 'drop/' }).waitFor();
    await page.keyboard.press('Space');
    await side.getByRole('button', { name: 'Delete…' }).focus();
    await page.keyboard.press('Enter');
    await side.locator('.question', { hasText: 'Delete 3 files, 6.3 MB?' }).waitFor();
    await page.keyboard.type('dorp');
    await page.keyboard.press('Enter');
    await side.locator('.question .error', { hasText: 'Type drop, as it stands here' }).waitFor();
    await seen(page, 'files-delete');
    await page.keyboard.press('ControlOrMeta+a');
    await side.locator('.question input').fill('drop');
    await page.keyboard.press('Enter');
    await ended(/3 files, 6\.3 MB deleted/);
    await row('drop/').waitFor({ state: 'detached' });
  });

  test('a key is stored in Settings, and its store is listed with it', async () => {
    await side.getByRole('tab', { name: 'Settings' }).click();
    await press('Add a store or key…');
    await side.getByLabel('Store', { exact: true }).selectOption('nokura');
    const { accessKey, secret } = local.started.sandbox.s3Keys;
    await side.getByLabel('Key id').fill(accessKey);
    await side.getByLabel('Secret').fill(secret);
    await seen(page, 'files-keys');
    await side.locator('.stores').getByRole('button', { name: 'Save' }).click();
    await side.getByText('with a key').waitFor();
    expect(await side.locator('body').textContent()).not.toContain(secret);
    local.started.sandbox.stores
      .bucket('c10s.pni.princeton.edu', 'our-lab', { open: false })
      .put('folder/a.txt', Uint8Array.of(65));
    await side.getByRole('tab', { name: 'Files' }).click();
    await go('nokura://our-lab/folder');
    await row('a.txt').waitFor();
  });

  test('a folder of 2,500 files comes by pages, and the sidebar stays quick', async () => {
    const bucket = local.started.sandbox.stores.bucket('c10s.pni.princeton.edu', 'our-lab');
    for (let i = 0; i < 2500; i++) bucket.put(`many/${String(i).padStart(5, '0')}`, Uint8Array.of(1));
    await go('nokura://our-lab/many');
    await side.getByText('first 1,000 items').waitFor();
    expect(await side.getByRole('option').count()).toBeLessThan(40);
    await press('More');
    await side.getByText('first 2,000 items').waitFor();
    await side.getByLabel('Filter these names').fill('0249');
    await press('Find “0249…”');
    await press('More');
    await side.getByText('11 of the 2,500 items').waitFor();
  });
});
