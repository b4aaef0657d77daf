/** A small spreadsheet with an add-on written on the spot, for the tests of the runtime. */

import { createHost, type Host, type HostOptions, type Manifest, type Outcome } from '../src/index';
import { SCOPES } from '../src/platform/permissions';
import type { WireHandler } from '../src/platform/wire';
import { createWorkbook } from '../src/sheet/index';
import type { Workbook } from '../src/sheet/model/types';

export const ADA = 'ada@example.org';
export const BOB = 'bob@example.org';

export const MANIFEST: Manifest = {
  timeZone: 'Etc/UTC',
  oauthScopes: [SCOPES.currentSheet, SCOPES.http, SCOPES.ui, SCOPES.triggers, SCOPES.email, SCOPES.openid],
};

export interface Bench {
  host: Host;
  workbook: Workbook;
  /** Runs `body` as the menu function `main`. */
  main(args?: unknown[], user?: string): Outcome;
}

export function bench(code: string, more: Partial<HostOptions> = {}): Bench {
  const workbook = createWorkbook({});
  const host = createHost({
    code,
    html: {},
    manifest: MANIFEST,
    workbook,
    network: () => null,
    users: [
      { email: ADA, name: 'Ada' },
      { email: BOB, name: 'Bob' },
    ],
    owner: ADA,
    ...more,
  });
  workbook.setCustomFunctions(host.customFunctions());
  return { host, workbook, main: (args = [], user = ADA) => host.run('main', args, { user }) };
}

/** Runs the body of a menu function and returns its value; a failure becomes an exception. */
export function resultOf(body: string, more: Partial<HostOptions> = {}): unknown {
  const outcome = bench(`function main() { ${body} }`, more).main();
  if (!outcome.ok) throw new Error(`${outcome.name}: ${outcome.message}`);
  return outcome.value;
}

/** The message that a menu function fails with. */
export function messageOf(body: string, more: Partial<HostOptions> = {}): string {
  const outcome = bench(`function main() { ${body} }`, more).main();
  return outcome.ok ? `no failure: ${JSON.stringify(outcome.value)}` : outcome.message;
}

/** A server that answers by path. */
export function server(routes: Record<string, WireHandler>): HostOptions['network'] {
  return (url) => {
    const { host, pathname } = new URL(url);
    return host === 'server.example' ? (routes[pathname] ?? null) : null;
  };
}

export const text = (body: string, status = 200, headers: [string, string][] = []) => ({
  status,
  headers: [['content-type', 'text/plain; charset=utf-8'], ...headers] as [string, string][],
  body: new Uint8Array(Buffer.from(body, 'utf8')),
});
