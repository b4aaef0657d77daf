/**
 * Typed arrays that grow as they are filled: the counts that a file declares are not trusted before its bytes are read.
 */

export class GrowableFloat64 {
  length = 0;
  private values = new Float64Array(3 * 1024);

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Float64Array(this.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  array(): Float64Array {
    return this.values.slice(0, this.length);
  }
}

export class GrowableUint32 {
  length = 0;
  private values = new Uint32Array(3 * 1024);

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Uint32Array(this.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  array(): Uint32Array {
    return this.values.slice(0, this.length);
  }
}
