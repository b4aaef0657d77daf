// Memory from __heap_base on is laid out anew by each piece of work; it never shrinks.

// Addresses stay positive as the host reads them.
const MOST: usize = 0x7fff0000;

// Memory up to this address; false where there is none.
export function grow(to: usize): bool {
  if (to > MOST) return false;
  const have = <usize>memory.size() << 16;
  if (to <= have) return true;
  return memory.grow(<i32>((to - have + 0xffff) >> 16)) >= 0;
}

export const DONE: i32 = 0;
export const ON_A_LINE: i32 = 1;
export const IN_A_PLANE: i32 = 2;
export const TOO_MANY: i32 = 3;
