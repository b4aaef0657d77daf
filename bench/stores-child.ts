/**
 * Runs one operation on a store in its own process, so that its memory is only that of the operation. Prints one line
 * of JSON: milliseconds by the clock and of the processor without the start of the process, peak memory, and the number
 * of objects.
 */
import { NODE_CHECKSUMS } from '../src/node/hashes';
import { planCopy } from '../src/volumes/transfer/folder-plan';
import { runPlan } from '../src/volumes/transfer/run-plan';
import { peakMemory } from '../workbench/peak-memory';
import { remote, type Server } from '../workbench/stores/remote';

interface Task {
  server: Server;
  keys: { accessKey: string; secret: string };
  folder: string;
  /** Paths on the server begin with the bucket, paths on this machine with a slash. A listing has no target. */
  from: string;
  to: string | null;
}

async function main({ server, keys, folder, from, to }: Task): Promise<void> {
  const far = remote(server, folder, keys);
  const at = (path: string) => (path.startsWith('/') ? far.disk(path) : far.at(path));
  const source = at(from);
  const start = performance.now();
  const before = process.cpuUsage();
  let count: number;
  if (to === null) {
    count = (await far.run(source.store.list(`${source.name}/`))).objects.length;
  } else {
    const plan = await far.run(planCopy(source, at(to)));
    const { done, failed } = await far.run(runPlan(plan, { progress: () => {}, checksums: NODE_CHECKSUMS }));
    if (failed.length > 0) throw failed[0]!.error;
    count = done;
  }
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ ms, peakMB: peakMemory(), count, cpu: (user + system) / 1000 }));
  process.exit(0);
}

main(JSON.parse(process.argv[2]!) as Task).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
