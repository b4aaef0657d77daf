/** Runs functions of the bucket_ family on the sandbox's stores and a folder of this machine. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { noReply } from '../../../../src/http/request';
import { BUCKET } from '../../../../src/tools/bucket';
import { readArgs } from '../../../../src/tools/declaration/args';
import type { FileResult, OutputCell, ToolContext } from '../../../../src/tools/declaration/declare';
import { HEAVY } from '../../../../src/tools/heavy';
import { localHeavyRunner } from '../../../../src/tools/heavy/local-runner';
import { memory } from '../../../support/sandbox-driver';
import { replyOf } from '../../../volumes/store/bench';
import { type TransferBench, transferBench } from '../../../volumes/transfer/support';

export interface BucketBench extends TransferBench {
  call(name: string, named: Record<string, unknown>, surface?: 'disk' | 'sheet'): FileResult;
  /** The report without its headers, by column. */
  rows(name: string, named: Record<string, unknown>): Record<string, OutputCell>[];
  table(named: Record<string, unknown>): OutputCell[][];
  /** `scheme://bucket/name` of every object of every store, with its bytes. */
  everything(): Map<string, string>;
  put(address: string, text?: string): void;
  save(path: string, bytes: string | Uint8Array): void;
  saved(path: string): Uint8Array | null;
  steps: [number, number, string][];
}

export function bucketBench(): BucketBench {
  const bench = transferBench();
  const steps: [number, number, string][] = [];
  const context = (disk: boolean): ToolContext => ({
    access: { server: 'https://global.daf-apis.com', token: '' },
    datastack: 'brain_and_nerve_cord',
    cache: memory(),
    now: () => Date.UTC(2026, 5, 10),
    heavyRunner: localHeavyRunner(HEAVY, { kernels: {}, progress: (...step) => void steps.push(step) }),
    places: { aliases: { ourlab: 's3-hpcrc.rc.princeton.edu' }, ...(disk ? { local: bench.local } : {}) },
  });
  const argsOf = (name: string, named: Record<string, unknown>) => {
    const tool = BUCKET.find((each) => each.name === name)!;
    const extra = Object.keys(named).filter((key) => !tool.params.some((param) => param.name === key));
    if (extra.length > 0) throw new Error(`${name} has no ${extra}`);
    const args = readArgs(
      tool,
      tool.params.map((param) => named[param.name]),
    );
    return { tool, args };
  };
  const created: BucketBench = Object.assign(bench, {
    steps,
    call(name: string, named: Record<string, unknown>, surface = 'disk') {
      const { tool, args } = argsOf(name, named);
      if (tool.kind !== 'files') throw new Error(`${name} gives no report`);
      return bench.run(tool.answer(args, context(surface === 'disk')));
    },
    rows(name: string, named: Record<string, unknown>) {
      const [header = [], ...rows] = created.call(name, named).report;
      return rows.map((row) => Object.fromEntries(row.map((cell, i) => [String(header[i]), cell])));
    },
    table(named: Record<string, unknown>) {
      const { tool, args } = argsOf('bucket_list', named);
      if (tool.kind !== 'table') throw new Error('no table');
      return bench.run(tool.answer(args, context(true)));
    },
    everything() {
      const found = new Map<string, string>();
      for (const [scheme, host] of Object.entries(bench.hosts)) {
        for (const name of ['lab', 'other']) {
          const bucket = bench.stores.bucket(host, name);
          for (const object of bucket.list({ most: 1e9 }).items) {
            found.set(`${scheme}://${name}/${object.name}`, Buffer.from(object.bytes).toString('latin1'));
          }
        }
      }
      for (const file of filesBelow(bench.disk)) found.set(file, readFileSync(file).toString('latin1'));
      return found;
    },
    put(address: string, text = address) {
      const [, scheme = '', bucket = '', name = ''] = /^(\w+):\/\/([^/]+)\/(.*)$/s.exec(address)!;
      bench.stores.bucket(bench.hosts[scheme]!, bucket).put(name, new Uint8Array(Buffer.from(text)));
    },
    save(path: string, bytes: string | Uint8Array) {
      const file = join(bench.disk, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    },
    saved(path: string) {
      const file = join(bench.disk, path);
      return existsSync(file) ? new Uint8Array(readFileSync(file)) : null;
    },
  });
  return created;
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // The target of a symbolic link does not belong to the folder.
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });

/** Replies that may replace a request's own reply; all are transient. */
export const FAULTS = [
  () => noReply('network'),
  () => noReply('timeout'),
  () => noReply('cut'),
  () => replyOf(429, '', { 'retry-after': '1' }),
  () => replyOf(503, '<Error><Code>SlowDown</Code></Error>'),
  () => replyOf(500, 'broken'),
  () => replyOf(502, '<html>'),
];
