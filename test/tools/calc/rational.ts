/** A slow and simple reference, independent of the tested code: fractions, and linear equations by Cramer's rule. */

export class Q {
  readonly top: bigint;
  readonly bottom: bigint;

  /** Not reduced: here, common divisors cost more than long products. */
  constructor(top: bigint, bottom = 1n) {
    this.top = bottom < 0n ? -top : top;
    this.bottom = bottom < 0n ? -bottom : bottom;
  }

  /** The exact value of the double, read from its bits. */
  static of(value: number): Q {
    const bits = new BigUint64Array(new Float64Array([value]).buffer)[0]!;
    const exponent = Number((bits >> 52n) & 0x7ffn);
    const fraction = bits & 0xfffffffffffffn;
    const mantissa = exponent === 0 ? fraction : fraction | (1n << 52n);
    const power = (exponent === 0 ? 1 : exponent) - 1075;
    const signed = bits >> 63n ? -mantissa : mantissa;
    return power >= 0 ? new Q(signed << BigInt(power)) : new Q(signed, 1n << BigInt(-power));
  }

  plus(q: Q): Q {
    return new Q(this.top * q.bottom + q.top * this.bottom, this.bottom * q.bottom);
  }

  minus(q: Q): Q {
    return new Q(this.top * q.bottom - q.top * this.bottom, this.bottom * q.bottom);
  }

  times(q: Q): Q {
    return new Q(this.top * q.top, this.bottom * q.bottom);
  }

  over(q: Q): Q {
    return new Q(this.top * q.bottom, this.bottom * q.top);
  }

  equals(q: Q): boolean {
    return this.top * q.bottom === q.top * this.bottom;
  }

  sign(): number {
    return this.top > 0n ? 1 : this.top < 0n ? -1 : 0;
  }
}

type Q3 = [Q, Q, Q];
type Five = [Q3, Q3, Q3, Q3, Q3];

const det = (a: Q3, b: Q3, c: Q3): Q => {
  const minor = (i: number, j: number) => b[i]!.times(c[j]!).minus(b[j]!.times(c[i]!));
  return a[0]
    .times(minor(1, 2))
    .minus(a[1].times(minor(0, 2)))
    .plus(a[2].times(minor(0, 1)));
};

/** Solves p + t·d = a + u·e + v·f. Null if there is no unique solution, or none inside. */
export function hit(line: number[][], triangle: number[][]): Q3 | null {
  const all = [...line, ...triangle].map((x) => x.map(Q.of));
  let scale = 1n;
  for (const { bottom } of all.flat()) if (bottom > scale) scale = bottom;
  const [p, q, a, b, c] = all.map((x) => x.map((y) => new Q((y.top * scale) / y.bottom))) as Five;
  const less = (x: Q3, y: Q3) => x.map((value, k) => value.minus(y[k]!)) as Q3;
  const [d, e, f, s] = [less(q, p), less(a, b), less(a, c), less(a, p)];
  const whole = det(d, e, f);
  if (whole.sign() === 0) return null;
  const t = det(s, e, f).over(whole);
  const u = det(d, s, f).over(whole);
  const v = det(d, e, s).over(whole);
  const one = new Q(1n);
  const outside = [t, u, v, one.minus(t), one.minus(u.plus(v))].some((x) => x.sign() < 0);
  return outside ? null : (p.map((x, k) => x.plus(t.times(d[k]!)).over(new Q(scale))) as Q3);
}
