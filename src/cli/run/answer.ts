/** Answers a question in this thread: sends the requests of the work and does its heavy part. */
import { TtError } from '../../core/errors';
import { loadKernels } from '../../geometry/kernels';
import { type AsyncDriver, runAsync } from '../../http/runner';
import type { Work } from '../../http/work';
import { fileWriteDriver } from '../../node/files/file-writes';
import { localFiles } from '../../node/files/local-files';
import { NODE_CHECKSUMS } from '../../node/hashes';
import { httpDriver } from '../../node/http-driver';
import { signingDriver } from '../../node/signing-driver';
import { ownAliases } from '../../node/store-keys';
import { SYSTEM_CLOCK } from '../../node/system-clock';
import { wasmFiles } from '../../node/wasm-files';
import type { ToolContext } from '../../tools/declaration/declare';
import { HEAVY, kernelsOf } from '../../tools/heavy';
import { localHeavyRunner } from '../../tools/heavy/local-runner';
import { requireTool } from '../../tools/registry';
import { runPolicy } from '../../tools/runner/run-policies';
import { runTool, type ToolOutput } from '../../tools/runner/run-tool';
import { datastackFor } from '../../tools/runner/tool-input';
import { otherLocation } from '../../volumes/places/locate';
import type { ProgressState } from '../output/progress';
import type { Question, Reporter } from './question';
import { countedDriver, loggedDriver } from './request-log';
import { sandboxDriver } from './sandbox';

/** Most cells of one answer, all in memory. */
const MOST_CELLS = 20_000_000;

/** `plain` sends requests unchanged. */
export async function answer(
  question: Question,
  reporter: Reporter,
  plain: AsyncDriver = httpDriver(),
): Promise<ToolOutput> {
  const tool = requireTool('commandLine', question.tool);
  if (tool.kind === 'server') throw new TtError('FAULT', `${tool.name} gives no rows`);
  const kernels = await loadKernels(kernelsOf(tool.name), wasmFiles(__dirname));
  const meter = new RequestMeter(reporter);
  const progress = (count: number, total: number, words: string) =>
    meter.ofWork({ done: count, total, words });
  const cacheEntries = new Map<string, string>();
  const ctx: ToolContext = {
    access: { server: question.server, token: question.token },
    datastack: question.datastack,
    cache: {
      get: (key) => cacheEntries.get(key) ?? null,
      put: (key, value) => void cacheEntries.set(key, value),
    },
    now: () => Date.now(),
    mostCells: MOST_CELLS,
    places: {
      aliases: ownAliases(question.env, question.home),
      local: localFiles(process.cwd(), { beside: true }),
      other: otherLocation,
      checksums: NODE_CHECKSUMS,
    },
    heavyRunner: localHeavyRunner(HEAVY, { kernels, progress, remark: (text) => reporter.remark(text) }),
  };
  const work = runTool(tool, question.values, {
    contextFor: (args) => ({ ...ctx, datastack: datastackFor(args, ctx.datastack) }),
    noIds: 'ids is missing: ids separated by commas, a file, or - for what is piped in',
    progress: (count, total) => progress(count, total, 'ids'),
  });
  const tell = (line: string) => reporter.request(line);
  const driver = fileWriteDriver(driverOf(question, plain, { onReply: () => meter.countReply(), tell }));
  return await runAsync(meter.watch(work), driver, runPolicy('commandLine', SYSTEM_CLOCK));
}

interface Told {
  onReply(): void;
  tell(line: string): void;
}

function driverOf(question: Question, plain: AsyncDriver, { onReply, tell }: Told): AsyncDriver {
  const { sandbox, env, home } = question;
  const countingDriver = countedDriver(plain, onReply);
  const loggingDriver = question.isVerbose ? loggedDriver(countingDriver, Date.now, tell) : countingDriver;
  const options = { env, home, aliases: ownAliases(env, home), now: Date.now };
  if (sandbox === null) return signingDriver(loggingDriver, options);
  const fixedKeys = { s3Keys: sandbox.s3Keys, googleToken: sandbox.storageToken };
  return signingDriver(sandboxDriver(loggingDriver, sandbox.origin), { ...options, fixedKeys });
}

/** Batches of at least this many requests are reported. */
const MANY = 8;

/** Reports the progress of large batches, unless the work reports its own. */
class RequestMeter {
  private total = 0;
  private done = 0;
  private isQuiet = false;

  constructor(private readonly reporter: Reporter) {}

  readonly ofWork = (progress: ProgressState): void => {
    this.isQuiet = true;
    this.reporter.progress(progress);
  };

  *watch<T>(work: Work<T>): Work<T> {
    let step = work.next();
    while (!step.done) {
      this.total = step.value.length;
      this.done = 0;
      step = work.next(yield step.value);
    }
    return step.value;
  }

  countReply(): void {
    this.done = Math.min(this.done + 1, this.total);
    if (!this.isQuiet && this.total >= MANY) {
      this.reporter.progress({ done: this.done, total: this.total, words: 'requests' });
    }
  }
}
