/**
 * Runs one formula in its own process: the add-on's code below the formula, over blocking HTTP. Prints one line of
 * JSON. Run it with --expose-gc, and with --max-old-space-size to find out whether it fits.
 */

import { runFormula } from '../src/addon/formulas/formulas';
import type { Host } from '../src/addon/interfaces/host';
import { toolByFormula } from '../src/tools/registry';
import { blockingHttp } from './sync-http';

function mapStore(values: Record<string, string>) {
  const kept = new Map(Object.entries(values));
  return {
    get: (key: string) => kept.get(key) ?? null,
    all: () => Object.fromEntries(kept),
    set: (key: string, value: string) => void kept.set(key, value),
    remove: (key: string) => void kept.delete(key),
  };
}

function main(): void {
  const [formula = '', id = '', server = '', token = ''] = process.argv.slice(2);
  let peak = 0;
  let peakBuffers = 0;
  let peakBoth = 0;
  const sample = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    peak = Math.max(peak, heapUsed);
    peakBuffers = Math.max(peakBuffers, arrayBuffers);
    peakBoth = Math.max(peakBoth, heapUsed + arrayBuffers);
  };
  const http = blockingHttp(sample);
  const doNothing = () => {
    throw new Error('a formula does not use this');
  };
  const kept = new Map<string, string>();
  const host: Host = {
    now: Date.now,
    random: Math.random,
    uuid: doNothing,
    user: () => '',
    identityToken: doNothing,
    storage: null,
    http: { ...http, bytesRead: () => 0, isSpent: () => false },
    userStore: mapStore({ [`token ${server}`]: token, 'formulas bench': 'on' }),
    documentStore: mapStore({ settings: JSON.stringify({ server, datastack: 'brain_and_nerve_cord' }) }),
    cache: { getAll: () => ({}), putAll: () => undefined },
    keyValueCache: { get: (key) => kept.get(key) ?? null, put: (key, value) => void kept.set(key, value) },
    file: { id: () => 'bench' } as Host['file'],
    locked: (work) => work(),
    triggers: { ensureHourly: doNothing, remove: doNothing },
    ui: { showSidebar: doNothing, showDialog: doNothing, alert: doNothing },
    mail: doNothing,
  };
  global.gc?.();
  const { heapUsed: before } = process.memoryUsage();
  const started = performance.now();
  const shown = runFormula(toolByFormula(formula)!, [id], host);
  const ms = performance.now() - started;
  sample();
  global.gc?.();
  const after = process.memoryUsage().heapUsed;
  const requests = http.requests();
  http.close();
  console.log(
    JSON.stringify({ shown: String(shown), ms, before, peak, peakBuffers, peakBoth, after, requests }),
  );
}

main();
