// Exact sums and products of doubles as expansions (Shewchuk 1997, Discrete & Computational Geometry 18:305):
// components that do not overlap, the smallest first, no zeros; an expansion is where it lies and how many it has.

const SPLITTER: f64 = 134217729;

// What the last sum or product rounded off.
let tail: f64 = 0;

@inline
function twoSum(a: f64, b: f64): f64 {
  const x = a + b;
  const b1 = x - a;
  tail = (a - (x - b1)) + (b - b1);
  return x;
}

@inline
function twoProduct(a: f64, b: f64): f64 {
  const x = a * b;
  let c = SPLITTER * a;
  const a1 = c - (c - a);
  const a0 = a - a1;
  c = SPLITTER * b;
  const b1 = c - (c - b);
  const b0 = b - b1;
  tail = a0 * b0 - (((x - a1 * b1) - a0 * b1) - a1 * b0);
  return x;
}

// a - b at `to`; how many components.
export function difference(a: f64, b: f64, to: usize): i32 {
  const x = twoSum(a, -b);
  let n: i32 = 0;
  if (tail != 0) store<f64>(to, tail), n++;
  if (x != 0) store<f64>(to + (<usize>n << 3), x), n++;
  return n;
}

// e + sign · f at `to`, which is neither; sign is 1 or -1. As many components as both have, at most.
export function sum(e: usize, en: i32, f: usize, fn: i32, sign: f64, to: usize): i32 {
  const total = en + fn;
  if (total == 0) return 0;
  const eEnd = e + (<usize>en << 3);
  const fEnd = f + (<usize>fn << 3);
  let q: f64 = 0;
  let n = to;
  for (let i = 0; i < total; i++) {
    let next: f64;
    if (f >= fEnd || (e < eEnd && abs(load<f64>(e)) < abs(load<f64>(f)))) {
      next = load<f64>(e);
      e += 8;
    } else {
      next = sign * load<f64>(f);
      f += 8;
    }
    if (i == 0) {
      q = next;
      continue;
    }
    q = twoSum(q, next);
    if (tail != 0) store<f64>(n, tail), (n += 8);
  }
  if (q != 0) store<f64>(n, q), (n += 8);
  return <i32>((n - to) >> 3);
}

// e · b at `to`, which is not e. Twice as many components at most.
function scale(e: usize, en: i32, b: f64, to: usize): i32 {
  if (en == 0 || b == 0) return 0;
  let n = to;
  let q = twoProduct(load<f64>(e), b);
  if (tail != 0) store<f64>(n, tail), (n += 8);
  for (let i = 1; i < en; i++) {
    const product = twoProduct(load<f64>(e + (<usize>i << 3)), b);
    const low = tail;
    const x = twoSum(q, low);
    if (tail != 0) store<f64>(n, tail), (n += 8);
    q = twoSum(product, x);
    if (tail != 0) store<f64>(n, tail), (n += 8);
  }
  if (q != 0) store<f64>(n, q), (n += 8);
  return <i32>((n - to) >> 3);
}

// The longest product: 192 components by 24.
const LONGEST = 2 * 192 * 24;
const SCALED = memory.data(LONGEST * 8, 8);
const PART = memory.data(LONGEST * 8, 8);

// e · f at `to`, which is neither. 2 · en · fn components at most.
export function product(e: usize, en: i32, f: usize, fn: i32, to: usize): i32 {
  let n: i32 = 0;
  for (let i = 0; i < fn; i++) {
    const scaled = scale(e, en, load<f64>(f + (<usize>i << 3)), SCALED);
    memory.copy(PART, to, <usize>n << 3);
    n = sum(PART, n, SCALED, scaled, 1, to);
  }
  return n;
}

// The sign of an expansion: that of its largest component.
export function signOf(e: usize, en: i32): i32 {
  if (en == 0) return 0;
  return load<f64>(e + (<usize>(en - 1) << 3)) > 0 ? 1 : -1;
}
