// node scripts/pictures.mjs [main] [schedule] [paste] [film] [drawings]: takes the pictures of README, docs and the Marketplace listing again, on the local page in
// Chromium (CHROMIUM names it). Look at each before it is committed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { freshAddon } from './fresh.mjs';
import { load, ROOT } from './lib.mjs';
import { animated } from './pictures/apng.mjs';
import { BANNER, ICON, stepsPage, WAYS } from './pictures/drawings.mjs';

const PICTURES = join(ROOT, 'docs', 'pictures');
const LISTING = join(ROOT, 'docs', 'marketplace', 'pictures');
const SHOT = { width: 1280, height: 800 };
const FILM = { width: 1000, height: 560 };

/** Single frames of the animated picture, for inspection. */
const FRAMES = join(ROOT, 'artefacts');

for (const folder of [PICTURES, LISTING, FRAMES]) mkdirSync(folder, { recursive: true });
await freshAddon();
const { start } = load('sandbox/playground/src/main.ts', 'page');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});

const names = process.argv.slice(2);
const isWanted = (name) => names.length === 0 || names.includes(name);

/** A fresh spreadsheet in a page of this size, for one story. */
async function story(name, viewport, tell) {
  if (!isWanted(name)) return;
  const started = await start({ port: 0, latencyMs: 0, seed: 1, root: ROOT, ids: [], companion: false });
  await started.page.ready;
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(60_000);
  try {
    await page.goto(`${started.origin}/`);
    const side = page.frameLocator('#side iframe');
    await side.getByRole('tab', { name: 'Run' }).waitFor();
    await page.getByRole('button', { name: 'Got it' }).click();
    await page.getByRole('tab', { name: 'Neurons', exact: true }).click();
    await tell({ page, side, cell: (name) => page.locator(`[data-cell="${name}"]`) });
  } finally {
    await page.close();
    await started.close();
  }
}

const press = (side, name) => side.getByRole('button', { name, exact: true }).first().click();
const ended = (side) => side.locator('.line', { hasText: /out of date|Done/ }).waitFor();

async function shot(page, path) {
  await page.waitForTimeout(300);
  writeFileSync(path, await page.screenshot());
}

async function run(side, job) {
  await side.getByRole('radio', { name: job }).first().check();
  await press(side, 'Run');
  await ended(side);
}

const named = (name) => join(PICTURES, `${name}.png`);

await story('main', SHOT, async ({ page, side, cell }) => {
  await cell('A1').click();
  await side.getByText('49 ids').first().waitFor();
  await run(side, 'Add segment details');
  await shot(page, named('main-job'));
  await side.getByRole('button', { name: /What changed/ }).click();
  await shot(page, named('what-changed'));
  await side.locator('.changes').getByRole('button', { name: 'Resolve' }).click();
  const viewer = page.frameLocator('dialog.framed iframe');
  await viewer.locator('.soma', { hasText: /soma/ }).nth(1).waitFor();
  await page.waitForTimeout(1500);
  await shot(page, named('resolve'));
});

await story('schedule', SHOT, async ({ page, side, cell }) => {
  await cell('A1').click();
  await side.getByText('49 ids').first().waitFor();
  await side.getByRole('tab', { name: 'Schedule' }).click();
  await press(side, 'Keep fresh');
  await side.getByText('Added.').waitFor();
  await press(side, 'Run now');
  await ended(side);
  await page.getByRole('button', { name: 'Extensions' }).click();
  await page.getByRole('menuitem', { name: 'Open sidebar' }).click();
  await side.getByRole('tab', { name: 'Schedule' }).click();
  await side.locator('.history').first().waitFor();
  await side.locator('#panel-schedule').evaluate((panel) => {
    panel.scrollTop = 0;
  });
  await shot(page, named('schedule'));
});

await story('paste', SHOT, async ({ page, side, cell }) => {
  await page.getByRole('button', { name: 'Add a tab' }).click();
  await page
    .getByRole('tab', { name: /^Sheet/ })
    .last()
    .click();
  await cell('A1').click();
  await side.getByRole('tab', { name: 'Sheet', exact: true }).click();
  await side
    .getByRole('textbox', { name: 'Paste box' })
    .fill('root_id,cell_type\n720575941473274509,DNa02\n720575941524660200,DNa02\n7.20576E+17,DNp01\n');
  await side
    .getByText(/Goes to/)
    .first()
    .waitFor();
  await shot(page, named('paste'));
});

await story('film', FILM, async ({ page, side, cell }) => {
  const frames = [];
  const frame = async (milliseconds) => {
    await page.waitForTimeout(250);
    frames.push({ png: await page.screenshot(), milliseconds });
  };
  await cell('A2').click();
  await side.getByText('49 ids').first().waitFor();
  await run(side, 'Bring ids up to date');
  const old = await cell('D9').textContent();
  await frame(1800);
  await cell('A9').click();
  await page.getByRole('button', { name: 'Make an edit' }).click();
  await frame(1500);
  await page.getByRole('menuitem', { name: 'Split the selected neuron' }).click();
  await page.locator('.toast', { hasText: 'Split' }).first().waitFor();
  await frame(2200);
  await side.getByText('Neurons!A2:A52').first().waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).first().click();
  await press(side, 'Run');
  // Filled cells are replaced only after they were shown.
  await side
    .getByText(/filled cells? would be replaced/)
    .first()
    .waitFor();
  await frame(1500);
  await press(side, 'Run');
  await cell('D9').filter({ hasNotText: old }).waitFor();
  await side.locator('.line', { hasText: /^1 of 49/ }).waitFor();
  await frame(3500);
  writeFileSync(named('split-run-new-id'), animated(frames));
  for (const [i, { png }] of frames.entries()) writeFileSync(join(FRAMES, `frame-${i + 1}.png`), png);
});

if (isWanted('drawings')) await drawings();
await browser.close();

async function drawings() {
  const drawing = await browser.newPage();
  async function draw(html, size, path) {
    await drawing.setViewportSize(size);
    await drawing.setContent(html);
    writeFileSync(path, await drawing.screenshot({ omitBackground: true }));
  }
  for (const size of [32, 128])
    await draw(ICON, { width: size, height: size }, join(LISTING, `icon-${size}.png`));
  await draw(BANNER, { width: 220, height: 140 }, join(LISTING, 'banner-220x140.png'));
  for (const [name, steps] of Object.entries(WAYS)) {
    await draw(stepsPage(steps), { width: 960, height: 210 }, named(`install-${name}`));
  }
}
