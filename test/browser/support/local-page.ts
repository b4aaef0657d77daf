// The local page in a browser, for all tests of a block: starts before them and ends after them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Playground, start } from '@tracer-tools/playground/main';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { launch, STEP_MS } from './chromium';

const root = join(__dirname, '../../..');

export interface LocalPage {
  browser: Browser;
  started: Playground;
}

/**
 * Both exist from the first test on. `companion` waits for a companion; `webgl` renders on the CPU; `ids` are files
 * with the user's own ids, as for `npm start -- --ids`.
 */
export function localPage({
  companion = false,
  webgl = false,
  ids = [],
}: {
  companion?: boolean;
  webgl?: boolean;
  ids?: string[];
} = {}): LocalPage {
  const local = {} as LocalPage;
  beforeAll(async () => {
    if (!existsSync(join(root, 'dist/addon/Code.js'))) throw new Error('Build first: npm run build');
    const options = { port: 0, latencyMs: 0, seed: 1, root, ids, companion };
    [local.browser, local.started] = await Promise.all([launch(webgl), start(options)]);
    await local.started.page.ready;
    if (companion && (await local.started.companion) === null) {
      throw new Error(local.started.companionProblem());
    }
  }, 120_000);
  afterAll(async () => {
    await local.browser?.close();
    await local.started?.close();
  });
  return local;
}

/** A page of the playground for each test, open at the sidebar's Run tab. An error in the page fails the test. */
export function pageForEach(local: LocalPage, { onOpen }: PageOptions = {}): OpenPage {
  const open = { problems: [] as string[] } as OpenPage;
  beforeEach(async () => {
    open.page = await local.browser.newPage({ viewport: { width: 1360, height: 820 } });
    open.page.setDefaultTimeout(STEP_MS);
    open.page.on('pageerror', (error) => open.problems.push(error.message));
    onOpen?.(open);
    await open.page.goto(`${local.started.origin}/`);
    open.side = open.page.frameLocator('#side iframe');
    await open.side.getByRole('tab', { name: 'Run' }).waitFor();
  });
  afterEach(async () => {
    await open.page.close();
    expect(open.problems.splice(0)).toEqual([]);
  });
  return open;
}

export interface OpenPage {
  page: Page;
  side: FrameLocator;
  problems: string[];
}

interface PageOptions {
  /** Called before the page's first request. */
  onOpen?: (open: OpenPage) => void;
}
