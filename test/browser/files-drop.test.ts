// A folder of this computer dropped onto the Files panel by the browser itself, and chosen.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { VOLUMES } from '@tracer-tools/cave/seeds/initial-objects';
import type { FrameLocator, Page } from 'playwright-core';
import { describeInBrowser, STEP_MS } from './support/chromium';
import { localPage } from './support/local-page';

const ROOT = `gs://${VOLUMES}`;
/** Of text: it runs in the page. Gives its frames an origin of their own, as in Sheets. */
const OWN_ORIGIN = `
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (name, value) {
    setAttribute.call(this, name, name === 'sandbox' ? value + ' allow-same-origin' : value);
  };
`;

describeInBrowser('Files, dropped', () => {
  const local = localPage();
  let page: Page;
  let side: FrameLocator;

  /** `ownOrigin`: the frame's rights include one of its own, as in Sheets. */
  const open = async ({ ownOrigin = false } = {}) => {
    page = await local.browser.newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(STEP_MS);
    if (ownOrigin) await page.addInitScript(OWN_ORIGIN);
    await page.goto(`${local.started.origin}/`);
    side = page.frameLocator('#side iframe');
    await side.getByRole('tab', { name: 'Files' }).click();
  };
  afterEach(() => page.close());

  const bucket = () => local.started.sandbox.stores.bucket('storage.googleapis.com', VOLUMES);
  const names = (prefix: string) =>
    bucket()
      .list({ prefix, most: 1000 })
      .items.map(({ name }) => name.slice(prefix.length));
  const textOf = (name: string) => Buffer.from(bucket().get(name)!.contents.whole()!).toString();
  const press = (name: string) => side.getByRole('button', { name, exact: true }).click();
  const ended = (words: RegExp) => side.locator('.files-work .line', { hasText: words }).waitFor();
  const go = async (path: string) => {
    await side.getByLabel('Bucket or folder').fill(path);
    await side.getByLabel('Bucket or folder').press('Enter');
    await side.locator('.crumbs [aria-current="page"]', { hasText: path.split('/').pop()! }).waitFor();
  };

  describe('a folder of this computer', () => {
    const odd = ['720575940:0:chunk', 'a b', 'a%20b', 'a"b', '=1+1', 'ünï 漢字'];
    const expected = ['info', 'mesh/deep/empty', ...odd.map((name) => `mesh/${name}`)].sort();
    let folder: string;
    beforeAll(() => {
      folder = join(mkdtempSync(join(tmpdir(), 'dropped-')), 'volume');
      mkdirSync(join(folder, 'mesh', 'deep'), { recursive: true });
      writeFileSync(join(folder, 'info'), '{}');
      writeFileSync(join(folder, 'mesh', 'deep', 'empty'), '');
      for (const name of odd) writeFileSync(join(folder, 'mesh', name), name);
    });
    afterAll(() => rmSync(dirname(folder), { recursive: true }));

    /** Dropped by the browser itself, as by a mouse. */
    const drop = async (...files: string[]) => {
      const zone = side.locator('.drop');
      await zone.scrollIntoViewIfNeeded();
      const { x, y, width } = (await zone.boundingBox())!;
      const devtools = await page.context().newCDPSession(page);
      const data = { items: [], files, dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await devtools.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + 10, data });
      }
    };
    const upload = async (place: string) => {
      await side.locator('.question', { hasText: /8 files, .*Links in a folder are left out/ }).waitFor();
      await press('Upload');
      await ended(/8 files, .* uploaded and compared/);
      expect(names(`${place}/volume/`).sort()).toEqual(expected);
      for (const name of odd) expect(textOf(`${place}/volume/mesh/${name}`)).toBe(name);
    };

    test('dropped in a frame with an origin, as in Sheets: uploaded whole, with every name', async () => {
      await open({ ownOrigin: true });
      await go(`${ROOT}/dropped`);
      await drop(folder);
      await upload('dropped');
    });

    test('dropped in a frame without: refused by name, and chosen instead', async () => {
      await open();
      await go(`${ROOT}/chosen`);
      await drop(join(folder, 'info'), folder);
      await side.getByText(/volume could not be read as it was dropped .*nothing was uploaded/).waitFor();
      expect(names('chosen/')).toEqual([]);
      const [picker] = await Promise.all([page.waitForEvent('filechooser'), press('Upload a folder…')]);
      await picker.setFiles(folder);
      await upload('chosen');
      await press('Close');
      await drop(join(folder, 'info'), join(folder, 'mesh', odd[0]!));
      await side.locator('.question', { hasText: '2 files' }).waitFor();
      await press('Upload');
      await ended(/2 files, .* uploaded and compared/);
      expect(textOf(`chosen/${odd[0]!}`)).toBe(odd[0]);
    });
  });
});
