// Whole flows on the local page: a table of one's own, clicks counted, by keyboard alone, in a narrow and a low window.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { flywireTable } from '../support/flywire-table';
import { frameOf } from './support/accessible';
import { describeInBrowser, picture } from './support/chromium';
import { localPage, pageForEach } from './support/local-page';

const ROWS = 3000;
const own = join(mkdtempSync(join(tmpdir(), 'own-ids-')), 'profiles.tsv');
writeFileSync(own, flywireTable(ROWS));

describeInBrowser('flows', () => {
  const local = localPage({ ids: [own] });
  const current = pageForEach(local);
  let page: Page;
  let side: FrameLocator;
  beforeEach(() => {
    ({ page, side } = current);
  });

  const cell = (name: string) => page.locator(`[data-cell="${name}"]`);
  const shows = (name: string, text: string | RegExp) => cell(name).filter({ hasText: text }).waitFor();
  const press = (name: string) => side.getByRole('button', { name, exact: true }).click();
  const sheetTab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
  const line = (text: string | RegExp, timeout?: number) =>
    side.locator('.line', { hasText: text }).waitFor(timeout === undefined ? {} : { timeout });
  const go = async (name: string) => {
    await page.getByLabel('Selected cells').fill(name);
    await page.keyboard.press('Enter');
  };

  test('--ids: the tab that is shown is the one that the sidebar acts on, all 3,000 rows of it', async () => {
    await page.setViewportSize({ width: 960, height: 700 });
    await page.getByRole('tab', { name: 'profiles', selected: true }).waitFor();
    await side.getByText('profiles!A2:A3001').waitFor();
    await side.getByText('3,000 ids').waitFor();
    expect(await side.getByLabel('Datastack').inputValue()).toBe('flywire_fafb_production');
    await side.getByRole('radio', { name: 'Bring ids up to date', exact: true }).check();
    await press('Run');
    await line(/ of 3,000 ids w/, 100_000);
    await picture(page, 'own-ids-3000');
    // The results stand beside what is in sight: the sidebar names them, and goes there.
    expect(await page.locator('[data-cell$="1"]', { hasText: 'current_id' }).count()).toBe(0);
    await side.getByRole('button', { name: /^Show the results/ }).click();
    const header = page.locator('[data-cell$="1"]', { hasText: 'current_id' });
    await header.waitFor();
    // The last row is answered too.
    const last = (await header.getAttribute('data-cell'))!.replace('1', '3001');
    await go(last);
    await shows(last, /^7205759/);
  });

  test('from an empty tab to a nightly schedule: at most 12 clicks', async () => {
    let clicks = 0;
    const click = (target: Locator) => {
      clicks += 1;
      return target.click();
    };
    await click(page.getByRole('button', { name: 'Add a tab' }));
    await click(page.getByRole('tab', { name: /^Sheet/ }).last());
    await side.getByLabel('Datastack').selectOption('brain_and_nerve_cord');
    clicks += 2;
    await click(side.getByRole('tab', { name: 'Sheet', exact: true }));
    await click(side.getByRole('textbox', { name: 'Paste box' }));
    await page.keyboard.insertText('720575941473274509\n720575941524660200\n');
    await click(side.getByRole('button', { name: 'Paste 2 rows' }));
    await shows('A3', '720575941524660200');
    await click(side.getByRole('tab', { name: 'Schedule' }));
    await side.getByText(/column A \(root_id\)/).waitFor();
    await click(side.getByRole('button', { name: 'Keep fresh' }));
    await side.getByText('Monday to Friday about 02:00', { exact: true }).waitFor();
    console.log(`${clicks} clicks to a nightly schedule`);
    expect(clicks).toBeLessThanOrEqual(12);
    // Run from there, it has its last run and its counts when the panel is looked at again.
    await press('Run now');
    await line(/ of 2 ids/);
    await side.getByRole('tab', { name: 'Schedule' }).click();
    await side.locator('.history li', { hasText: /of 2 ids/ }).waitFor();
    expect(await side.locator('.schedules dd').first().textContent()).not.toBe('never');
    await press('Remove');
    await press('Remove? Press again');
    await side.getByText('Nothing yet.').waitFor();
  });

  /** What has the focus in the sidebar: its name, and whether that can be seen. */
  const FOCUS = `(() => {
    const node = document.activeElement;
    if (node === null || node === document.body) return null;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    const inside = node.closest('.search');
    const ring = inside === null ? null : getComputedStyle(inside);
    const isRing = (style) => style !== null && ((style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none');
    const name = node.getAttribute('aria-label') || node.labels?.[0]?.textContent || node.textContent || node.id;
    const seen = isRing({ outlineStyle, outlineWidth, boxShadow }) || isRing(ring);
    return { name: name.trim(), seen: seen && box.width > 0 && box.bottom > 0 && box.top < innerHeight };
  })()`;
  interface Focus {
    name: string;
    seen: boolean;
  }

  /** Presses Tab until this has the focus; every stop on the way is seen. Answers the stops. */
  async function tabTo(frame: Frame, name: string | null): Promise<string[]> {
    const stops: string[] = [];
    for (let i = 0; i < 90; i++) {
      await page.keyboard.press('Tab');
      const focus = (await frame.evaluate(FOCUS)) as Focus | null;
      if (focus === null) break;
      expect(focus).toEqual({ name: focus.name, seen: true });
      stops.push(focus.name);
      if (focus.name === name) return stops;
    }
    if (name !== null) throw new Error(`Tab does not reach ${name}: ${stops.join(' | ')}`);
    return stops;
  }

  test('by keyboard alone: every panel from end to end, with the focus in sight; a run, its list and its Undo', async () => {
    await sheetTab('Neurons');
    await go('A2:A9');
    await side.getByLabel('Datastack').selectOption('brain_and_nerve_cord');
    const frame = await frameOf(page.locator('#side iframe'));
    // The panel draws its list anew when the datastack and the selection are known.
    await side.getByText('8 ids').waitFor();
    await side.getByRole('tab', { name: 'Run' }).focus();
    const panels = ['Run', 'Functions', 'Sheet', 'Files', 'Schedule', 'Help', 'Settings'];
    for (const [i, name] of panels.entries()) {
      if (i > 0) await page.keyboard.press('ArrowRight');
      const tab = side.getByRole('tab', { name, exact: true, selected: true });
      await tab.waitFor();
      await tab.focus();
      const stops = await tabTo(frame, null);
      expect([name, stops.length > 1]).toEqual([name, true]);
      await tab.focus();
    }
    await page.keyboard.press('ArrowRight');
    await side.getByRole('tab', { name: 'Run', selected: true }).waitFor();
    await side.getByText('8 ids').waitFor();
    await tabTo(frame, 'Add segment details');
    await page.keyboard.press('ArrowDown');
    await tabTo(frame, 'Run');
    await page.keyboard.press('Enter');
    await line('of 8 ids were out of date');
    await side.getByRole('tab', { name: 'Run' }).focus();
    await side.getByRole('button', { name: /What changed/ }).waitFor();
    await tabTo(frame, (await side.getByRole('button', { name: /What changed/ }).textContent())!.trim());
    await page.keyboard.press('Enter');
    await side.locator('.change').first().waitFor();
    await tabTo(frame, 'Undo');
    await page.keyboard.press('Enter');
    await line('Undone: Bring ids up to date');
    // Nothing green is left of it.
    expect(await side.locator('.bar.done').count()).toBe(0);
  });

  test('in a window of 960 pixels, and at 150 %: all is in reach, the job form has its room; Ctrl+Z', async () => {
    await sheetTab('Neurons');
    await go('A2:A9');
    await side.getByText('8 ids').waitFor();
    for (const [width, height] of [
      [960, 700],
      // 1360 × 820 at 150 %.
      [907, 547],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      for (const target of await page.locator('#bar button, #bar select, #side iframe').all()) {
        const box = (await target.boundingBox())!;
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.x).toBeGreaterThanOrEqual(0);
      }
    }
    await side.getByRole('radio', { name: 'Bring ids up to date', exact: true }).check();
    await press('Run');
    await line('of 8 ids were out of date');
    await picture(page, 'page-150-percent');
    const heights = await side
      .locator('#panel-run')
      .evaluate(
        (panel: {
          clientHeight: number;
          firstElementChild: unknown;
          querySelector(of: string): { clientHeight: number };
        }) => [panel.querySelector('.scroll').clientHeight, panel.clientHeight],
      );
    expect(heights[0]! / heights[1]!).toBeGreaterThan(0.5);
    await press('Undo');
    await line('Undone');

    await go('F40');
    await page.keyboard.type('by mistake');
    await page.keyboard.press('Enter');
    await shows('F40', 'by mistake');
    await page.keyboard.press('Control+z');
    await cell('F40').filter({ hasNotText: /./ }).waitFor({ state: 'attached' });
  });
});
