/** `npm run bench`: counts and ratios, for before and after to be compared. Parts may be named: traffic bundle heap. */
import { bundle } from './bundle';
import { heap } from './heap';
import { traffic } from './traffic';

export interface Files {
  root: string;
  heapChild: string;
  sandbox: string;
}

export async function main(parts: readonly string[], files: Files): Promise<void> {
  const wanted = (part: string) => parts.length === 0 || parts.includes(part);
  const sizes = parts.map(Number).filter((size) => size > 0);
  if (wanted('bundle')) bundle(files.root);
  if (wanted('heap')) await heap(files.heapChild, files.sandbox);
  if (wanted('traffic')) traffic(sizes.length > 0 ? sizes : [100, 1000, 10_000]);
}
