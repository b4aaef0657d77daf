/** Contents that are too large for memory and are created when they are read. */
export interface Sparse {
  size: number;
  /** Bytes from `first` to `last`, both inclusive. */
  read(first: number, last: number): Uint8Array;
}
