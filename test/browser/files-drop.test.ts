// Files and folders of this computer dropped onto the Files panel by the browser itself; work gone on with after a reload.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { VOLUMES } from '@tracer-tools/cave/seeds/initial-objects';
import type { FrameLocator, Locator, Page, Route } from 'playwright-core';
import type { StoreRequest } from '../../src/addon/interfaces/files-api';
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

const isCopy = ({ url }: StoreRequest) => url.includes('/rewriteTo/');
const isDeletion = ({ method, url }: StoreRequest) => method === 'DELETE' || url.includes('/batch/');

describeInBrowser('Files, dropped and gone on with', () => {
  const local = localPage();
  let page = null as unknown as Page;
  let side: FrameLocator;

  /** `ownOrigin`: the frame's rights include one of its own, as in Sheets. */
  const open = async ({ ownOrigin = false } = {}) => {
    if (page) await page.close();
    page = await local.browser.newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(STEP_MS);
    if (ownOrigin) await page.addInitScript(OWN_ORIGIN);
    await page.route('**/page/gsr', handle);
    await page.goto(`${local.started.origin}/`);
    side = page.frameLocator('#side iframe');
    await toFiles();
  };
  const toFiles = () => side.getByRole('tab', { name: 'Files' }).click();
  afterAll(() => page.close());

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

  const row = (name: string) => side.getByRole('option').filter({ hasText: name });
  const noteOf = (words: RegExp) => side.locator('.note', { hasText: words }).waitFor();

  /** Dropped by the browser itself, as by a mouse, near the top of `zone`. */
  const drop = async (files: string[], zone: Locator = side.locator('.drop')) => {
    await zone.scrollIntoViewIfNeeded();
    const { x, y, width } = (await zone.boundingBox())!;
    const devtools = await page.context().newCDPSession(page);
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + 10, data });
    }
  };

  /** What happens to a call with these requests: answered, or sent or lost with no reply to this or a later call. */
  let endOf: (requests: StoreRequest[]) => 'sent' | 'lost' | null = () => null;
  let isCut = false;
  let onCut = (): void => undefined;
  const handle = async (route: Route) => {
    const { args } = route.request().postDataJSON() as { args: [string, string] };
    if (isCut) return;
    const end = args[0] === 'storeSend' ? endOf((JSON.parse(args[1]) as [StoreRequest[]])[0]) : null;
    if (end === null) return await route.continue();
    isCut = true;
    if (end === 'sent') await route.fetch();
    onCut();
  };
  /** Starts work with a button of its question; resolves when the call that `end` names is sent or lost. */
  const startAndCut = async (name: string, end: typeof endOf) => {
    const cut = new Promise<void>((resolve) => {
      onCut = resolve;
    });
    endOf = end;
    await confirm(name);
    await cut;
  };
  const confirm = (name: string) =>
    side.locator('.question').getByRole('button', { name, exact: true }).click();
  /** As after the page was closed: its waiting calls end. */
  const reload = async () => {
    endOf = () => null;
    isCut = false;
    await page.reload();
    await toFiles();
  };

  describe('after a reload', () => {
    beforeAll(() => open());
    const WHOLE = ['0:0', 'sub/1:0', 'sub/2:0'];
    const fill = (folder: string) => {
      for (const name of WHOLE) bucket().put(`${folder}/${name}`, new Uint8Array(Buffer.from(name)));
    };

    test.each([
      {
        kind: 'copy',
        when: 'in the middle',
        stopAt: isCopy,
        at: 2,
        end: 'lost',
        kept: 3,
        words: /^[12] files?, \d+ bytes copied and compared; [12] files? there already$/,
      },
      {
        kind: 'move',
        when: 'in the middle',
        stopAt: isCopy,
        at: 2,
        end: 'sent',
        kept: 3,
        words: /^3 files, 17 bytes moved$/,
      },
      {
        kind: 'move',
        when: 'after its last deletion',
        stopAt: isDeletion,
        at: 1,
        end: 'sent',
        kept: 0,
        words: /^0 files, 0 bytes moved; 3 files moved before$/,
      },
    ] as const)('a $kind that ended $when', async ({ kind, when, stopAt, at, end, kept, words }) => {
      const [from, to] = [`${kind} ${when}`, `${kind} to ${when}`];
      fill(from);
      await go(ROOT);
      await row(`${from}/`).locator('.mark').click();
      await press(kind === 'copy' ? 'Copy…' : 'Move…');
      await side.getByLabel('Into the folder').fill(`${ROOT}/${to}`);
      await press('Preview');
      await side.locator('.question', { hasText: '3 files, 17 bytes' }).waitFor();
      let matches = 0;
      await startAndCut(kind === 'copy' ? 'Copy' : 'Move', (requests) => {
        matches += requests.filter(stopAt).length;
        return matches >= at ? end : null;
      });
      expect(names(`${from}/`)).toHaveLength(kept);
      await reload();
      await noteOf(/Not finished: .*What is there already is not done again/);
      await press('Go on');
      await ended(words);
      expect(names(`${to}/${from}/`).sort()).toEqual(WHOLE);
      for (const name of WHOLE) expect(textOf(`${to}/${from}/${name}`)).toBe(name);
      expect(names(`${from}/`)).toHaveLength(kind === 'copy' ? WHOLE.length : 0);
    });

    test('a deletion: what is left of it is shown first, and nothing left is said', async () => {
      for (const end of ['lost', 'sent'] as const) {
        fill('deleted');
        await go(ROOT);
        await row('deleted/').locator('.mark').click();
        await press('Delete…');
        await side.locator('.question input').fill('deleted');
        await startAndCut('Delete', (requests) => (requests.some(isDeletion) ? end : null));
        await reload();
        await noteOf(/Not finished: Delete 3 files, .*What is left of it is shown first/);
        await press('Go on');
        if (end === 'lost') {
          await side.locator('.question input').fill('deleted');
          await confirm('Delete');
          await ended(/^3 files, 17 bytes deleted$/);
        } else await ended(/^Nothing is left of it: deleted deleted$/);
        expect(names('deleted/')).toEqual([]);
      }
      // It has ended: the next visit has nothing to go on with.
      await reload();
      await go(ROOT);
      expect(await side.getByText('Not finished').count()).toBe(0);
    });

    test('two that were cut off are both listed: one is gone on with, the other forgotten', async () => {
      for (const name of ['first', 'second']) {
        fill(name);
        await go(ROOT);
        await row(`${name}/`).locator('.mark').click();
        await press('Copy…');
        await side.getByLabel('Into the folder').fill(`${ROOT}/kept`);
        await press('Preview');
        await side.locator('.question', { hasText: '3 files, 17 bytes' }).waitFor();
        await startAndCut('Copy', (requests) => (requests.some(isCopy) ? 'lost' : null));
        await reload();
      }
      const notes = side.locator('.note', { hasText: 'Not finished' });
      await notes.nth(1).waitFor();
      await side.getByRole('button', { name: 'Go on', exact: true }).first().click();
      await ended(/^3 files, 17 bytes copied and compared$/);
      expect(names('kept/first/').sort()).toEqual(WHOLE);
      expect(names('kept/second/')).toEqual([]);
      expect(await notes.count()).toBe(1);
      await press('Forget');
      await notes.waitFor({ state: 'detached' });
      await reload();
      await go(ROOT);
      expect(await notes.count()).toBe(0);
    });
  });

  describe('files that cannot be read, and drops beside the list', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'stray-'));
      for (const name of ['a.txt', 'gone.txt', 'changed.txt']) writeFileSync(join(folder, name), name);
      writeFileSync(join(folder, 'empty.txt'), '');
      symlinkSync('/nowhere', join(folder, 'link.txt'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    const inFolder = (...files: string[]) => files.map((name) => join(folder, name));
    const refused = (words: RegExp) => side.locator('.error', { hasText: words }).waitFor();

    test('each is refused by name with its reason, and nothing is uploaded', async () => {
      await open();
      await go(`${ROOT}/unread`);
      await drop(inFolder('a.txt', 'link.txt'));
      await refused(/link\.txt is not a file that can be read, or is a link that leads nowhere: nothing/);
      for (const name of ['gone.txt', 'changed.txt']) {
        await drop(inFolder(name));
        await side.locator('.question', { hasText: '1 file, ' }).waitFor();
        if (name === 'gone.txt') rmSync(join(folder, name));
        else writeFileSync(join(folder, name), 'other words');
        await press('Upload');
        await side
          .locator('.files-work .reasons', { hasText: name === 'gone.txt' ? /no longer on/ : /was changed/ })
          .waitFor();
        await press('Close');
      }
      expect(names('unread/')).toEqual([]);
      await drop(inFolder('a.txt', 'empty.txt'));
      await side.locator('.question', { hasText: '2 files' }).waitFor();
    });

    test('a drop beside the list is taken, one on another panel is refused, and the page stays', async () => {
      await open();
      await go(`${ROOT}/beside`);
      await drop(inFolder('a.txt'), side.getByLabel('Bucket or folder'));
      await side.locator('.question', { hasText: /Upload to .*beside.*1 file, 5 bytes/ }).waitFor();
      await side.locator('.question').getByRole('button', { name: 'Cancel' }).click();
      await drop(inFolder('a.txt'), side.getByRole('tab', { name: 'Files' }));
      for (const tab of ['Settings', 'Functions', 'Help']) {
        await side.getByRole('tab', { name: tab }).click();
        await drop(inFolder('a.txt'), side.getByRole('tabpanel'));
      }
      await toFiles();
      expect(await side.getByLabel('Bucket or folder').inputValue()).toBe(`${ROOT}/beside`);
      expect(await side.locator('.question').isVisible()).toBe(false);
      expect(page.frames().filter((frame) => frame.url().startsWith('file:'))).toEqual([]);
    });
  });

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
      await drop([folder]);
      await upload('dropped');
    });

    test('dropped in a frame without: refused by name, and chosen instead', async () => {
      await open();
      await go(`${ROOT}/chosen`);
      await drop([join(folder, 'info'), folder]);
      await side.getByText(/volume could not be read as it was dropped .*nothing was uploaded/).waitFor();
      expect(names('chosen/')).toEqual([]);
      const [picker] = await Promise.all([page.waitForEvent('filechooser'), press('Upload a folder…')]);
      await picker.setFiles(folder);
      await upload('chosen');
      await press('Close');
      await drop([join(folder, 'info'), join(folder, 'mesh', odd[0]!)]);
      await side.locator('.question', { hasText: '2 files' }).waitFor();
      await press('Upload');
      await ended(/2 files, .* uploaded and compared/);
      expect(textOf(`chosen/${odd[0]!}`)).toBe(odd[0]);
    });
  });
});
