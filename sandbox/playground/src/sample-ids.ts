/** Ids for the demo sheet: stale and current ones with complete data, and a few unclear splits. */

import type { CaveSandbox } from '@tracer-tools/cave';
import { asObject, parseJson } from '../../../src/core/json';
import type { Samples } from './demo';

/** Below this share the add-on calls a split ambiguous. */
const CLEAR = 0.7;
const UNCLEAR = 2;
const SPARE = 4;

/** `count` ids of each kind; the same seed gives the same ids. */
export function pickSamples(sandbox: CaveSandbox, count: number): Samples {
  const { truth } = sandbox;
  const current = truth.sampleCurrent(SPARE * count);
  const stale = truth.sampleStale(SPARE * count).map((id) => {
    const best = truth.candidates(id)[0];
    return { id, now: best?.id ?? '', clear: (best?.share ?? 0) >= CLEAR };
  });
  // A skeleton that does not exist yet would delay the first run by a minute.
  const result = withSkeleton(sandbox, [...current, ...stale.map(({ now }) => now)]);
  let unclear = 0;
  const samples = stale.filter(({ now, clear }) => {
    if (!result.has(now)) return false;
    if (!clear) unclear += 1;
    return clear || unclear <= UNCLEAR;
  });
  return {
    stale: samples.slice(0, count).map(({ id }) => id),
    current: current.filter((id) => result.has(id)).slice(0, count),
  };
}

function withSkeleton(sandbox: CaveSandbox, ids: readonly string[]): Set<string> {
  const reply = sandbox.handle({
    method: 'POST',
    path: '/skeletoncache/api/v1/brain_and_nerve_cord/precomputed/skeleton/exists',
    headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ root_ids: ids })),
  });
  const body = asObject(parseJson(Buffer.from(reply.body).toString('utf8'))) ?? {};
  return new Set(ids.filter((id) => body[id] === true));
}
