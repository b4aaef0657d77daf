/** A job as the companion's tests request it, and as the API returns it. */
import { BANC } from './service';

/** Nothing listens on this address. */
export const NO_SERVER = 'http://127.0.0.1:9';

export const JOB_REQUEST = {
  tool: 'count_user_sv_contribution',
  server: NO_SERVER,
  datastack: BANC,
  args: { id: '720575941473274509' },
};

export interface JobReply {
  id: string;
  state: string;
  done: number;
  words: string;
  answer?: unknown;
  error?: { code: string; message: string };
}
