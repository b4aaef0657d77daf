// The local page in a browser, for all tests of a block: started before them, ended after them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Started, start } from '@tracer-tools/playground/main';
import type { Browser } from 'playwright-core';
import { launch } from './chromium';

const root = join(__dirname, '../../..');

export interface LocalPage {
  browser: Browser;
  started: Started;
}

/** Both are there from the first test on. `companion` waits for one; `webgl` has the processor draw. */
export function localPage({ companion = false, webgl = false } = {}): LocalPage {
  const local = {} as LocalPage;
  beforeAll(async () => {
    if (!existsSync(join(root, 'dist/addon/Code.js'))) throw new Error('Build first: npm run build');
    const options = { port: 0, latencyMs: 0, seed: 1, root, ids: [], companion };
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
