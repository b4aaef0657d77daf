/** Skeletons in the format of the service's bulk route. */
import { gzipSync } from 'node:zlib';
import type { Id } from '../../src/core/ids';

export const hex = (text: string): string => gzipSync(Buffer.from(text)).toString('hex');

export const FLAT_ID = '864691135122603047' as Id;

/** Three vertices, 17 nm of cable. */
export const FLAT =
  '{"meta":{"root_id":864691135122603047,"soma_pt_x":null},"edges":[[1,0],[2,1]],"mesh_to_skel_map":[0,0,1,2],"root":0,"vertices":[[0.0,0.0,0.0],[3.0,4.0,0.0],[3.0,4.0,12.0]],"radius":[3500.0,NaN,118.0],"lvl2_ids":[160032475051983415]}';

export const manyIds = (count: number): Id[] =>
  Array.from({ length: count }, (_none, i) => String(864691135122603000n + BigInt(i)) as Id);
