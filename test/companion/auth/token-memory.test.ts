/** Tokens that were verified once are believed again, until they expire, and no others. */
import { MAX_REMEMBERED_MS, tokenMemory } from '../../../src/companion/auth/token-memory';

let clock = 1_000_000;
beforeEach(() => {
  clock = 1_000_000;
});

function memoryOf({ maxTokens = 3, expires = Number.POSITIVE_INFINITY } = {}) {
  const asked: string[] = [];
  const memory = tokenMemory<string>(() => clock, maxTokens);
  const ask = (token: string): Promise<string> =>
    memory.verified(token, async () => {
      asked.push(token);
      if (token.startsWith('bad')) throw new Error('refused');
      return { value: `of ${token}`, expires };
    });
  return { ask, asked };
}

test('one verification serves many requests; another token has its own', async () => {
  const { ask, asked } = memoryOf();
  for (const token of ['a', 'a', 'b', 'a', 'b']) expect(await ask(token)).toBe(`of ${token}`);
  expect(asked).toEqual(['a', 'b']);
});

test('what is refused is verified each time', async () => {
  const { ask, asked } = memoryOf();
  for (let i = 0; i < 3; i++) await expect(ask('bad')).rejects.toThrow('refused');
  expect(asked).toHaveLength(3);
});

test.each([
  ['the token’s own expiry', 1_010_000, 10_000],
  ['five minutes, for a token that lasts an hour', 1_000_000 + 3_600_000, MAX_REMEMBERED_MS],
])('remembered until %s', async (_what, expires, ms) => {
  const { ask, asked } = memoryOf({ expires });
  await ask('a');
  clock += ms - 1;
  await ask('a');
  expect(asked).toHaveLength(1);
  clock += 1;
  await ask('a');
  expect(asked).toHaveLength(2);
});

test('a clock that was set back prolongs nothing', async () => {
  const { ask, asked } = memoryOf();
  await ask('a');
  clock -= 1;
  await ask('a');
  expect(asked).toHaveLength(2);
});

test('beyond its number of tokens the oldest are verified again', async () => {
  const { ask, asked } = memoryOf();
  for (const token of ['a', 'b', 'c', 'd', 'b', 'a']) await ask(token);
  expect(asked).toEqual(['a', 'b', 'c', 'd', 'a']);
});

test('a token that expired is remembered anew as the newest', async () => {
  const { ask, asked } = memoryOf({ maxTokens: 2 });
  await ask('a');
  await ask('b');
  clock += MAX_REMEMBERED_MS;
  await ask('a');
  await ask('c');
  await ask('a');
  expect(asked).toEqual(['a', 'b', 'a', 'c']);
});
