/** count_partners against the world's own rows: every partner once, and what has none of its own. */
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { partners } from '../../../src/tools/count/partners';
import { heavyBench } from './support';

const listOf = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([a, m], [b, n]) => n - m || (BigInt(a) < BigInt(b) ? -1 : 1))
    .slice(0, 10)
    .map(([id, synapses]) => `${id}: ${synapses}`)
    .join('; ');

test('as the truth has it, edited since the newest version or not; errors in their own rows', async () => {
  const cave = await heavyBench();
  const { truth } = cave.sandbox;
  const [left, right] = truth.findCurrent(2, (id) => (truth.synapses(id)?.in ?? 0) > 0) as [string, string];
  const merged = cave.sandbox.edit({ kind: 'merge', root: left, with: right }).after[0]!;
  cave.driver.sleep(5000);
  const current = [merged, ...truth.sampleCurrent(12)].filter((id) => id !== left && id !== right);
  const [stale] = truth.sampleStale(1);
  const odd = [stale!, left, '76919154560765265', '720575940000000001'];
  const answers = cave.run(partners.answer([...current, ...odd] as Id[], {}, cave.ctx()));
  for (const id of current) {
    const [from, to] = [truth.partners(id, 'in'), truth.partners(id, 'out')];
    expect([id, answers.get(id as Id)]).toEqual([
      id,
      { cells: [from.size, to.size, listOf(from), listOf(to)], cacheSeconds: 300 },
    ]);
  }
  expect(current.some((id) => truth.partners(id, 'in').size > 10)).toBe(true);
  const texts = odd.map((id) => {
    const answer = answers.get(id as Id);
    return answer instanceof TtError ? `${answer.code}: ${answer.message}` : answer;
  });
  expect(texts).toEqual([
    expect.stringMatching(/^ID: an outdated id: its synapses are its successors/),
    expect.stringMatching(/^ID: an outdated id/),
    expect.stringMatching(/^ID: .* is a supervoxel/),
    expect.stringMatching(/^ID: |^UNKNOWN: /),
  ]);
});

test('partners and their synapses add up to what TT_SYNAPSES counts', async () => {
  const cave = await heavyBench();
  const { truth } = cave.sandbox;
  for (const id of truth.sampleCurrent(8)) {
    const sum = (direction: 'in' | 'out') =>
      [...truth.partners(id, direction).values()].reduce((all, one) => all + one, 0);
    const counted = truth.synapses(id)!;
    // An end in no segment is no partner, so that the sums are at most the counts.
    expect(sum('in')).toBeLessThanOrEqual(counted.in);
    expect(sum('out')).toBeLessThanOrEqual(counted.out);
  }
});
