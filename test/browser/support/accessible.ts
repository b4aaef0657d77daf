// Checks a page, or the frame of a sidebar or dialog, with axe-core; every finding fails the test.
import axe from 'axe-core';
import type { Frame, Locator, Page } from 'playwright-core';
import { picture } from './chromium';

interface Finding {
  id: string;
  help: string;
  nodes: { target: unknown; failureSummary?: string }[];
}

/** Throws a list of all findings: rule, element and remedy. Frames inside are checked separately. */
export async function expectAccessible(place: Page | Frame): Promise<void> {
  if (!(await place.evaluate("typeof axe === 'object'"))) await place.evaluate(axe.source);
  const found = (await place.evaluate(
    "axe.run(document, { iframes: false, resultTypes: ['violations'] }).then((result) => result.violations)",
  )) as Finding[];
  const lines = found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id} (${help}): ${String(target)}\n  ${failureSummary}`),
  );
  expect(lines).toEqual([]);
}

/** The document inside a frame's element. */
export async function frameOf(element: Locator): Promise<Frame> {
  const frame = await (await element.elementHandle())?.contentFrame();
  if (!frame) throw new Error('This element holds no frame.');
  return frame;
}

/**
 * Takes a picture for people, and runs axe-core on the sidebar that the page shows, or on the page if it is itself a
 * sidebar.
 */
export async function seen(page: Page, name: string): Promise<void> {
  await picture(page, name);
  const side = page.locator('#side iframe');
  await expectAccessible((await side.count()) > 0 ? await frameOf(side) : page);
}
