/**
 * The built bundle with each execution in an isolate of its own, as at Google, so that the memory of the sheet and of CAVE
 * does not count. Time is real.
 */
import { createWorkerHost } from '@tracer-tools/apps-script';
import { createWorkbook, type Grid } from '@tracer-tools/apps-script/sheet';
import { createCaveSandbox } from '@tracer-tools/cave';
import type { CallName, Calls, Envelope } from '../src/addon/interfaces/api';
import { builtAddon, OWNER } from '../workbench/addon/built-addon';
import { CAVE_ORIGIN, setUpCalls } from '../workbench/addon/workbench';

export interface IsolatedBench {
  grid: Grid;
  call<Name extends CallName>(name: Name, args: Calls[Name]['args']): Promise<Calls[Name]['value']>;
  /** The most bytes that the last call held. */
  heldBytes(): number;
  close(): Promise<void>;
}

export async function isolated(): Promise<IsolatedBench> {
  const cave = createCaveSandbox({ origin: CAVE_ORIGIN });
  const book = createWorkbook();
  const host = createWorkerHost({
    ...builtAddon(book),
    network: (url) => cave.network(url),
    warm: 1,
    measureHeap: true,
    switches: { realLimitMs: 3_600_000 },
  });
  const grid = book.grids()[0] ?? book.addGrid('Neurons');
  const call: IsolatedBench['call'] = async (name, args) => {
    const outcome = await host.callFromPage('ttCall', [name, JSON.stringify(args)], OWNER);
    if (!outcome.ok) throw new Error(`${name}: ${outcome.message}`);
    const answer = JSON.parse(String(outcome.value)) as Envelope<unknown>;
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`);
    return answer.value as never;
  };
  for (const [name, args] of setUpCalls(cave.token)) await call(name, args as never);
  return {
    grid,
    call,
    heldBytes: () => {
      const bytes = host.ran.at(-1)?.heapBytes;
      if (!bytes) throw new Error('no memory was measured');
      return bytes;
    },
    close: () => host.close(),
  };
}
