/** A test bench whose context does heavy work in this process. */
import { join } from 'node:path';
import { loadSimplifier } from '../../../src/geometry/edit/simplify';
import { loadSolids } from '../../../src/geometry/edit/solids';
import { type Kernels, loadKernels } from '../../../src/geometry/kernels';
import { wasmFiles } from '../../../src/node/wasm-files';
import { readArgs } from '../../../src/tools/declaration/args';
import type { FileResult, ToolContext } from '../../../src/tools/declaration/declare';
import { HEAVY } from '../../../src/tools/heavy';
import { localHeavyRunner } from '../../../src/tools/heavy/local-runner';
import { findTool } from '../../../src/tools/registry';
import { signS3 } from '../../../src/volumes/s3/sigv4';
import { esmPackage } from '../../geometry/support/esm-package';
import { type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';
import { HASHES } from '../../volumes/store/bench';

const loaded: Partial<Kernels> = {};

/** Loads kernels once for all tests of a file; jest itself loads no ES modules. */
export async function heavyBench(seed = 1): Promise<TestEnvironment & { steps: [number, number, string][] }> {
  const environment = testEnvironment(seed);
  signWrites(environment);
  const names = [...new Set(Object.values(HEAVY).flatMap(({ kernels }) => kernels))];
  const files = wasmFiles(join(__dirname, '../../../dist'));
  loaded.simplifier ??= await loadSimplifier(async () => esmPackage('meshoptimizer/simplifier'));
  loaded.solids ??= await loadSolids(await files.manifold(), async () =>
    esmPackage('manifold-3d/manifold.js'),
  );
  await loadKernels(names, files, loaded);
  const steps: [number, number, string][] = [];
  const progress = (done: number, total: number, words: string) => void steps.push([done, total, words]);
  const heavy = localHeavyRunner(HEAVY, { kernels: loaded, progress });
  return {
    ...environment,
    steps,
    ctx: (datastack?: string, token?: string): ToolContext => ({
      ...environment.ctx(datastack, token),
      heavyRunner: heavy,
    }),
  };
}

/** Runs a function that makes files; its arguments are given by name. */
export function filesOf(cave: TestEnvironment, name: string, named: Record<string, unknown>): FileResult {
  const tool = findTool('companion', name);
  if (tool?.kind !== 'files') throw new Error(`${name} makes no files`);
  const args = readArgs(
    tool,
    tool.params.map((param) => named[param.name]),
  );
  return cave.run(tool.answer(args, cave.ctx()));
}

/** Signs requests that need a store's credentials, as a shell does; tools never do. */
function signWrites({ driver, sandbox, now }: TestEnvironment): void {
  const { send } = driver;
  const keys = { ...sandbox.s3Keys, sessionToken: '', region: 'us-east-1' };
  driver.send = (requests) =>
    send(
      requests.map((request) => {
        if (request.signFor === 's3') return signS3(request, keys, HASHES, now());
        return request.signFor === 'gcs'
          ? { ...request, headers: { ...request.headers, authorization: `Bearer ${sandbox.storageToken}` } }
          : request;
      }),
    );
}
