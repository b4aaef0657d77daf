// The skeleton viewer in a real browser, opened from the menu of the local page, drawn by a software WebGL.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { expectAccessible, frameOf } from './support/accessible';
import { describeInBrowser, picture, STEP_MS } from './support/chromium';
import { localPage } from './support/local-page';

const root = join(__dirname, '../..');
const DARK = [21, 23, 26];

interface Look {
  width: number;
  height: number;
  above: { drawn: number; colors: number };
  below: { drawn: number; colors: number };
}

// As text, since they run inside the page. Pixels of a PNG file that are not background, above the key and beside it.
const LOOK = `async ([base64, [r, g, b]]) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const paper = new OffscreenCanvas(image.width, image.height).getContext('2d');
  paper.drawImage(image, 0, 0);
  const count = (top, height) => {
    const { data } = paper.getImageData(0, top, image.width, height);
    const colors = new Set();
    let drawn = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 12) continue;
      drawn++;
      colors.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    }
    return { drawn, colors: colors.size };
  };
  const { width, height } = image;
  return { width, height, above: count(0, height - 70), below: count(height - 70, 70) };
}`;

/** Frames that are opened from now on find no WebGL. */
const NO_WEBGL = `Object.defineProperty(HTMLIFrameElement.prototype, 'srcdoc', {
  set(html) {
    const off = 'const real = HTMLCanvasElement.prototype.getContext;' +
      'HTMLCanvasElement.prototype.getContext = function (kind, more) {' +
      'return kind.startsWith("webgl") ? null : real.call(this, kind, more); };';
    this.setAttribute('srcdoc', html.replace('<head>', '<head><script>' + off + '</' + 'script>'));
  },
})`;

describeInBrowser('skeleton viewer', () => {
  const local = localPage({ companion: true, webgl: true });
  let context: BrowserContext;
  let page: Page;
  let viewer: FrameLocator;
  const problems: string[] = [];

  beforeEach(async () => {
    context = await local.browser.newContext({
      viewport: { width: 1360, height: 820 },
      acceptDownloads: true,
    });
    context.setDefaultTimeout(STEP_MS);
    page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('request', (request) => {
      const own = request.url().startsWith(local.started.origin) || /^(about|data|blob):/.test(request.url());
      if (!own) problems.push(`asked ${request.url()}`);
    });
    viewer = page.frameLocator('dialog.framed iframe');
  });
  afterEach(async () => {
    await context.close();
    expect(problems.splice(0)).toEqual([]);
  });

  async function openOn(cells: string, before = ''): Promise<void> {
    await page.goto(`${local.started.origin}/`);
    await page.locator('#side iframe').waitFor();
    if (before !== '') await page.evaluate(before);
    await page.getByLabel('Selected cells').fill(cells);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Extensions' }).click();
    await page.getByRole('menuitem', { name: 'Show skeletons…' }).click();
  }
  const says = (text: string | RegExp) => viewer.locator('.status', { hasText: text }).waitFor();
  const area = () => viewer.locator('.area');
  const choose = (label: string, option: string) =>
    viewer.getByLabel(label, { exact: true }).selectOption(option);

  const look = (png: Buffer, back = DARK): Promise<Look> =>
    page.evaluate(`(${LOOK})(${JSON.stringify([png.toString('base64'), back])})`);

  /** A picture of the drawing once it stands still. */
  async function screenshot(): Promise<Buffer> {
    let last = await area().screenshot();
    for (let i = 0; i < 100; i++) {
      await page.waitForTimeout(100);
      const next = await area().screenshot();
      if (next.equals(last)) return next;
      last = next;
    }
    return last;
  }

  test('opens on the selection; keys and mouse turn it, the list shows and hides', async () => {
    await openOn('A2:A9');
    await says(/^8 skeletons?$/);
    const first = await screenshot();
    const { above, below } = await look(first);
    expect(above.drawn).toBeGreaterThan(3000);
    expect(below.colors).toBeGreaterThan(50);
    await viewer.locator('.legend li').nth(7).waitFor();
    await choose('Width', '3');
    await screenshot();
    await picture(page, 'skeleton-viewer');
    await expectAccessible(await frameOf(page.locator('dialog.framed iframe')));
    await choose('Width', '1');

    await area().focus();
    await page.keyboard.press('ArrowRight');
    const turned = await screenshot();
    expect(turned.equals(first)).toBe(false);
    await page.keyboard.press('Shift+ArrowDown');
    const moved = await screenshot();
    expect(moved.equals(turned)).toBe(false);
    await page.keyboard.press('+');
    expect((await screenshot()).equals(moved)).toBe(false);
    await page.keyboard.press('0');
    const fitted = await screenshot();
    const box = (await area().boundingBox())!;
    await page.mouse.move(box.x + 300, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 380, box.y + 340, { steps: 4 });
    await page.mouse.up();
    const dragged = await screenshot();
    expect(dragged.equals(fitted)).toBe(false);
    await page.mouse.wheel(0, -300);
    expect((await screenshot()).equals(dragged)).toBe(false);
    await viewer.getByRole('button', { name: 'Front', exact: true }).click();
    await page.mouse.move(5, 5);

    const all = await look(await screenshot());
    await viewer.getByRole('checkbox', { name: 'Show 720575941565377335' }).uncheck();
    await page.mouse.move(5, 5);
    await viewer.getByRole('button', { name: 'Front', exact: true }).focus();
    const fewer = await look(await screenshot());
    expect(fewer.above.drawn).toBeLessThan(all.above.drawn);
    await viewer.getByRole('button', { name: 'None: hide all' }).click();
    expect((await look(await screenshot())).above.drawn).toBe(0);
  });

  test('colours, width, projection and background change the picture; the saved PNG holds it', async () => {
    await openOn('A2:A9');
    await says(/^8 skeletons?$/);
    await page.mouse.move(5, 5);
    const pictures: Buffer[] = [await screenshot()];
    const choices = [
      ['Colour scale', 'linear'],
      ['Colour', 'neuron'],
      ['Colour', 'compartment'],
      ['Width', '10'],
      ['Projection', 'perspective'],
      ['Background', 'light'],
    ] as const;
    for (const [label, option] of choices) {
      await choose(label, option);
      pictures.push(await screenshot());
      expect({ option, same: pictures.at(-1)!.equals(pictures.at(-2)!) }).toEqual({ option, same: false });
    }
    await picture(page, 'skeleton-viewer-light');
    await choose('Background', 'dark');
    await choose('Colour', 'thickness');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      viewer.getByRole('button', { name: 'Save picture' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('skeletons-brain_and_nerve_cord.png');
    const png = readFileSync((await download.path())!);
    expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    const { width, height, above, below } = await look(png);
    const box = (await area().boundingBox())!;
    expect([width, height]).toEqual([Math.round(box.width), Math.round(box.height)]);
    expect(above.drawn).toBeGreaterThan(3000);
    expect(below.colors).toBeGreaterThan(50);
  });

  test('meshes of a neuron and of the dataset come from the companion, and go', async () => {
    await openOn('A2:A4');
    await says(/^3 skeletons$/);
    const row = viewer.locator('[data-id="720575941473274509"]');
    const without = await screenshot();
    await row.getByRole('checkbox', { name: 'mesh' }).check();
    await row.getByText(/[0-9,]+ triangles/).waitFor();
    await page.mouse.move(5, 5);
    await viewer.getByRole('button', { name: 'Fit view' }).focus();
    const one = await screenshot();
    expect(one.equals(without)).toBe(false);
    await viewer.getByRole('checkbox', { name: 'Outline of the dataset' }).check();
    await viewer
      .locator('.mesh', { hasText: 'Outline' })
      .getByText(/[0-9,]+ triangles/)
      .waitFor();
    const both = await screenshot();
    expect(both.equals(one)).toBe(false);
    await picture(page, 'skeleton-viewer-meshes');
    await row.getByRole('checkbox', { name: 'mesh' }).uncheck();
    await viewer.getByRole('checkbox', { name: 'Outline of the dataset' }).uncheck();
    await page.mouse.move(5, 5);
    await viewer.getByRole('button', { name: 'Fit view' }).focus();
    const { above } = await look(await screenshot());
    expect(above.drawn).toBe((await look(without)).above.drawn);
  });

  test('a skeleton that is being made is listed, and comes with Retry', async () => {
    await openOn('A6');
    await says(/^1 skeletons?$/);
    const [id] = local.started.sandbox.edit({ root: '720575941535667946', kind: 'split' }).after;
    await page.getByRole('tab', { name: 'Neurons' }).click();
    await page.getByLabel('Selected cells').fill('A60');
    await page.keyboard.press('Enter');
    await page.keyboard.type(`'${id}`);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    await viewer.getByRole('button', { name: 'Show the selection now' }).click();
    await viewer.getByText('Being made: 1 skeleton').waitFor();
    await viewer.getByText('There is no skeleton to draw yet').waitFor();
    await picture(page, 'skeleton-viewer-pending');
    local.started.sandbox.advance(60_000);
    await viewer.getByRole('button', { name: 'Retry' }).click();
    await says(/^1 skeleton$/);
    await viewer.getByText('Being made').waitFor({ state: 'detached' });
    expect((await look(await screenshot())).above.drawn).toBeGreaterThan(200);
  });

  test('the sheet stays free; the window moves, closes, and opens from the list of functions', async () => {
    await openOn('A2:A4');
    await says(/^3 skeletons?$/);
    const dialog = page.getByRole('dialog', { name: 'Tracer Tools: skeletons' });
    const before = (await dialog.boundingBox())!;
    await page.mouse.move(before.x + 300, before.y + 20);
    await page.mouse.down();
    await page.mouse.move(before.x + 420, before.y + 60, { steps: 5 });
    await page.mouse.up();
    const after = (await dialog.boundingBox())!;
    expect([after.x - before.x, after.y - before.y]).toEqual([120, 40]);
    await page.locator('[data-cell="A7"]').click();
    expect(await page.getByLabel('Selected cells').inputValue()).toBe('A7');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    const side = page.frameLocator('#side iframe');
    await side.getByRole('tab', { name: 'Functions' }).click();
    const search = side.getByLabel('Search functions');
    await search.fill('skeletons in 3D');
    await search.press('Enter');
    await side.getByLabel('ids', { exact: true }).fill('Neurons!A2:A3');
    await side.getByRole('button', { name: 'Run', exact: true }).click();
    await says(/^2 skeletons?$/);
    await side.getByText('opened on 2 ids').waitFor();
  });

  test('without WebGL it says so, and lists the skeletons', async () => {
    await openOn('A2:A4', NO_WEBGL);
    await says(/^3 skeletons?$/);
    await viewer.getByText('This browser cannot draw in 3D here').waitFor();
    await viewer.getByText('2.45 mm of cable').waitFor();
    await picture(page, 'skeleton-viewer-no-webgl');
    expect(problems.splice(0).filter((text) => !/WebGL/.test(text))).toEqual([]);
  });

  test('45,000 vertices turn at interactive speed, drawn by the processor alone', async () => {
    const { outputFiles } = buildSync({
      entryPoints: [join(root, 'test/browser/client/viewer-bench.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2020',
    });
    await page.goto('about:blank');
    await page.addScriptTag({ content: outputFiles[0]!.text });
    const took: number[] = await page.evaluate('measure(45000, 15)');
    const median = took.sort((a, b) => a - b)[7]!;
    process.stdout.write(`a frame of 45,000 vertices, software WebGL: ${median.toFixed(0)} ms\n`);
    // A graphics card needs a small part of it; other tests may be running beside.
    expect(median).toBeLessThan(1000);
  });
});
