/** Reads and checks the user's tables of lineages, and gives each edit a time; by datastack. */
import { homeOfRoots } from './home';
import { type Lineage, type LineageEdit, lineagesOf, parseLineages } from './lineage';
import type { StackFacts } from './stacks';
import type { Timeline } from './timeline';

/** `known` contains the datastacks of the ids in other tables. */
export function givenLineages(
  tables: readonly { name: string; tsv: string }[],
  timeline: Timeline,
  now: number,
  stacksOfIds: ReadonlyMap<string, StackFacts>,
): { home: StackFacts; lineages: Lineage[] }[] {
  return tables.map(({ name, tsv }) => {
    const edits = withTimes(name, parseLineages(name, tsv), timeline, now);
    const roots = edits.flatMap(({ line, before, after }) =>
      [...before, ...after].map((id) => ({ line, id })),
    );
    return { home: homeOfRoots(name, roots, stacksOfIds), lineages: lineagesOf(name, edits) };
  });
}

/** Either every edit has its own time, or the edits are spread over the two years of the world. */
function withTimes(name: string, edits: LineageEdit[], { start, end }: Timeline, now: number): LineageEdit[] {
  const timeless = edits.find(({ time }) => time === null);
  if (edits.every(({ time }) => time === null)) {
    const step = (end - start) / (edits.length + 1);
    return edits.map((edit, i) => ({ ...edit, time: Math.floor(start + (i + 1) * step) }));
  }
  if (timeless) throw new Error(`${name}, line ${timeless.line}: other lines have a time, this one has none`);
  const late = edits.find(({ time }) => time! > now);
  if (late) throw new Error(`${name}, line ${late.line}: its time lies in the future`);
  return edits;
}
