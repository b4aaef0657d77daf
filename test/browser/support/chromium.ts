// Starts the browser for these tests, or tells why there is none.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasBrowser = existsSync(executablePath);

/**
 * Time limit for one step of a page, ms. Long, because other tests may run in parallel; a step that is ready does not
 * wait.
 */
export const STEP_MS = 60_000;
jest.setTimeout(5 * STEP_MS);

/** `describe`, or a skipped one that names what is missing. */
export const describeInBrowser: (name: string, body: () => void) => void = hasBrowser
  ? describe
  : (name, body) => describe.skip(`${name} (skipped: no browser at ${executablePath}; set CHROMIUM)`, body);

/** `webgl`: renders graphics on the CPU, for machines without a graphics card. */
export function launch(webgl = false): Promise<Browser> {
  // The browser finds its fonts in the cache of this machine, not in that of the run.
  const { XDG_CACHE_HOME: _run, ...env } = process.env;
  return chromium.launch({
    executablePath,
    env: env as Record<string, string>,
    args: [
      '--no-sandbox',
      ...(webgl
        ? ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
        : ['--disable-gpu']),
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

const pictures = join(__dirname, '../../../artefacts');

/** Saves a picture of the page for people. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
