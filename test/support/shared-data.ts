/**
 * Published data in a folder beside the repository: tests that read it are skipped, with a message, if it is absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Json, parseJson } from '../../src/core/json';

/** `TT_SHARED_DATA=none` runs the tests as if the folder were absent. */
export const SHARED_FOLDER = process.env.TT_SHARED_DATA ?? join(__dirname, '../../../shared/data');

/** A file of the published data as text; null if it is absent. */
export function publishedText(name: string): string | null {
  const file = join(SHARED_FOLDER, name);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  console.warn(`not compared with published data: shared/data/${name} is absent`);
  return null;
}

/** Like `publishedText`, parsed without loss. */
export function publishedJson(name: string): Json | null {
  const text = publishedText(name);
  return text === null ? null : parseJson(text);
}

/** `describe`, or `describe.skip` if the data is absent. */
export const describeWith = (data: unknown): jest.Describe => (data === null ? describe.skip : describe);
