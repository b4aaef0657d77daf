/** The record of a table that exists only in the sandbox. */
import { hashText } from '../rng';
import type { TableFacts } from './table';

export function factsOf(name: string, schema: string, description: string): TableFacts {
  return {
    name,
    schema,
    description,
    id: 10_000 + (hashText(name) % 9000),
    created: '2023-11-02T14:05:33.123456',
    lastModified: '2026-05-20T08:11:09.559914',
    userId: '42',
    notice: null,
    reference: null,
  };
}
