/** How an execution ended. */
export type Outcome =
  | { ok: true; value: unknown }
  | { ok: false; message: string; name: string; line: number; killed?: true };
