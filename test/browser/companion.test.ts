// What the companion does, as people use it on the local page: triage of a column, a mesh from a view's points.
import { readFile } from 'node:fs/promises';
import { VOLUMES } from '@tracer-tools/cave/seeds/initial-objects';
import { unzipSync } from 'fflate';
import type { FrameLocator, Page } from 'playwright-core';
import { random } from '../../workbench/random';
import { describeInBrowser, picture } from './support/chromium';
import { localPage, pageForEach } from './support/local-page';

const NM = [4, 4, 45];

/** A view with two layers of points in balls beside each other, seed 12. */
function view(): string {
  const next = random(12);
  const ball = (middle: readonly number[]): number[][] => {
    const points: number[][] = [];
    while (points.length < 300) {
      const at = [0, 1, 2].map(() => 2 * next() - 1);
      if (Math.hypot(...at) <= 1)
        points.push(at.map((x, k) => Math.round((middle[k]! + 30_000 * x) / NM[k]!)));
    }
    return points;
  };
  const layer = (name: string, middle: readonly number[]) => ({
    type: 'annotation',
    name,
    source: 'local://annotations',
    annotations: ball(middle).map((point, i) => ({ type: 'point', id: String(i), point })),
  });
  return JSON.stringify({
    dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [45e-9, 'm'] },
    layers: [
      layer('left tract', [500_000, 500_000, 150_000]),
      layer('right tract', [540_000, 500_000, 150_000]),
    ],
  });
}

describeInBrowser('the companion on the local page', () => {
  const local = localPage({ companion: true });
  const current = pageForEach(local);
  let page: Page;
  let side: FrameLocator;
  beforeEach(() => {
    ({ page, side } = current);
  });

  const cell = (name: string) => page.locator(`[data-cell="${name}"]`);
  const press = (name: string) => side.getByRole('button', { name, exact: true }).click();

  async function open(name: string): Promise<void> {
    await side.getByRole('tab', { name: 'Functions' }).click();
    await side.getByRole('searchbox').fill(name);
    await side.getByRole('searchbox').press('Enter');
    await side.getByRole('heading', { name, exact: true }).waitFor();
  }

  test('triage of a column: swamps and points stand beside the ids', async () => {
    await page.getByRole('tab', { name: 'Neurons', exact: true }).click();
    await cell('A1').click();
    await side.getByText('49 ids').first().waitFor();
    await side.locator('#panel-run').getByLabel('Triage').check();
    await side.locator('#panel-run').getByText('Whether each segment passes a known rough spot').waitFor();
    await press('Preview');
    await side.getByText('Writes D–E').waitFor();
    await press('Run');
    // Skeletons that nobody asked for before take a minute to make.
    await side.locator('.line', { hasText: /waiting|Done/ }).waitFor();
    local.started.sandbox.advance(600_000);
    await side.locator('.line', { hasText: 'Done' }).waitFor({ timeout: 150_000 });
    await cell('D1').filter({ hasText: 'swamps' }).waitFor();
    expect(await page.locator('[data-cell^="D"]', { hasText: /^none$/ }).count()).toBeGreaterThan(3);
    expect(await page.locator('[data-cell^="E"]', { hasText: /^\d+, \d+, \d+/ }).count()).toBeGreaterThan(0);
    await picture(page, 'triage');
  }, 200_000);

  test('crossings of a mesh: the mesh is asked for, and kept when another job is looked at', async () => {
    await page.getByRole('tab', { name: 'Neurons', exact: true }).click();
    await cell('A1').click();
    await side.getByText('49 ids').first().waitFor();
    await side.locator('#panel-run').getByLabel('Crossings of a mesh').check();
    await press('Preview');
    await side.getByRole('alert').getByText('mesh is missing').waitFor();
    const mesh = 'precomputed://https://c10s.pni.princeton.edu/tracers/swamps/banc/main';
    await side.getByLabel('mesh', { exact: true }).fill(mesh);
    await side.locator('#panel-run').getByLabel('Triage').check();
    await side.locator('#panel-run').getByLabel('Crossings of a mesh').check();
    expect(await side.getByLabel('mesh', { exact: true }).inputValue()).toBe(mesh);
    await press('Preview');
    await side.getByText(/^Writes .* (49|50) rows/).waitFor();
    await picture(page, 'mesh-crossings');
  });

  test('a mesh from points: on a bucket with its link, and as a zip', async () => {
    await open('make_mesh_from_points');
    await side.getByLabel('state', { exact: true }).fill(view());
    await press('Run');
    await side.getByText('left tract').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), press('Download as a zip')]);
    expect(download.suggestedFilename()).toBe('make_mesh_from_points.zip');
    const files = unzipSync(new Uint8Array(await readFile(await download.path())));
    expect(Object.keys(files).sort()).toEqual(expect.arrayContaining(['info', 'mesh/1:0', 'mesh/info']));
    await side.getByLabel('destination', { exact: true }).fill(`gs://${VOLUMES}/pages/tract`);
    await press('Run');
    const opened = side.getByRole('link', { name: 'Open in the viewer' });
    await opened.waitFor();
    expect(await opened.getAttribute('href')).toMatch(/^https?:\/\//);
    await side.locator('.made').scrollIntoViewIfNeeded();
    await picture(page, 'mesh-from-points');
  });

  test('an OBJ file is uploaded, its size said; too large a file is refused before it is sent', async () => {
    await open('make_local_volume_from_obj');
    const obj = 'v 0 0 0\nv 9000 0 0\nv 0 9000 0\nv 0 0 9000\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n';
    const picker = side.locator('#panel-functions input[type=file]');
    await picker.setInputFiles({
      name: 'big.obj',
      mimeType: 'model/obj',
      buffer: Buffer.alloc(8_000_001, 35),
    });
    await side.getByRole('alert').getByText('big.obj has 8.0 MB; up to 8.0 MB can be sent').waitFor();
    await picker.setInputFiles({ name: 'box.obj', mimeType: 'model/obj', buffer: Buffer.from(obj) });
    await expect(side.getByLabel('mesh', { exact: true }).inputValue()).resolves.toBe('box.obj (73 bytes)');
    await press('Run');
    await side.getByRole('button', { name: 'Download as a zip' }).waitFor();
    await press('Take away');
    await expect(side.getByLabel('mesh', { exact: true }).inputValue()).resolves.toBe('');
  });

  test('long work says how far it is and can be cancelled', async () => {
    await open('TT_CONTRIBUTIONS');
    await side.getByLabel('id', { exact: true }).fill('720575941413124779');
    await press('Run');
    await press('Cancel');
    await side.getByText('Cancelled.').waitFor();
    await picture(page, 'contributions-cancelled');
  });

  test('Settings: the companion answers the test', async () => {
    await side.getByRole('tab', { name: 'Settings' }).click();
    await press('Test');
    await side.getByText(/The companion answers \(version .*\) and serves you/).waitFor();
    await side.getByText(/Formulas may ask it until/).waitFor();
    await picture(page, 'companion-settings');
  });

  test('another user confirms the companion before anything of theirs goes there', async () => {
    const companionUrl = (await local.started.companion)!;
    const address = side.getByLabel('Companion', { exact: true });
    await side.getByRole('tab', { name: 'Settings' }).click();
    // The same place by another name: an address that Grace has not seen.
    await address.fill(companionUrl.replace('127.0.0.1', 'localhost'));
    await address.press('Tab');
    await page.keyboard.press('Enter');
    await side.getByText('Saved.').waitFor();
    await side.getByText(/cannot be reached/).waitFor();
    await page.getByLabel('Be another user').selectOption('grace@example.org');
    await page.locator('#side iframe').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Extensions' }).click();
    await page.getByRole('menuitem', { name: 'Open sidebar' }).click();
    await open('get_seg_mesh');
    await side.getByText('which you have not confirmed yet').waitFor();
    await side.locator('.tool').getByRole('button', { name: 'Settings' }).click();
    await side.getByText('Somebody else set this address').waitFor();
    await picture(page, 'companion-confirm');
    await press('Use this companion');
    await side.getByText('Confirmed.').waitFor();
    await address.fill(companionUrl);
    await address.press('Tab');
    await page.keyboard.press('Enter');
    await side.getByText('Saved.').waitFor();
    await press('Test');
    await side.getByText(/and serves you/).waitFor();
    await page.getByLabel('Be another user').selectOption('ada@example.org');
  });
});
