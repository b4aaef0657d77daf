/** What a worker keeps between runs for one person. */
import { personMemories } from '../../../src/companion/work/person-memory';

test('a worker’s memory: apart for each person, for its time, and bounded', () => {
  let clock = 0;
  const memories = personMemories(() => clock);
  const { memory, learnedHosts } = memories('a');
  memory.put('stack', 'shape', 10);
  learnedHosts.add('cave.lab.example');
  expect(memories('b').memory.get('stack')).toBeNull();
  expect(memories('b').learnedHosts.size).toBe(0);
  expect(memories('a').memory.get('stack')).toBe('shape');
  clock += 10_001;
  expect(memory.get('stack')).toBeNull();
  memory.put('big', 'x'.repeat(1_000_001), 10);
  expect(memory.get('big')).toBeNull();
  for (let i = 0; i < 100; i++) memory.put(`k${i}`, 'v', 10);
  expect([memory.get('k0'), memory.get('k99')]).toEqual([null, 'v']);
  for (let i = 0; i < 100; i++) memories(`p${i}`);
  expect(memories('a').learnedHosts.size).toBe(0);
});
