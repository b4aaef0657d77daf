/** The paces of hosts in the shared state: what one instance meets slows all of them. */
import { slowed } from '../../../src/companion/egress/host-pace';
import { fleetPaces } from '../../../src/companion/limits/fleet-paces';
import { memoryStore } from '../../../src/companion/state/memory';
import { eventually } from '../support/eventually';

test('a refusal at one instance is known at another; a state that fails slows this instance alone', async () => {
  const store = memoryStore();
  let clock = 1000;
  const messages: Record<string, unknown>[] = [{}, {}];
  const [one, other] = [0, 1].map((i) =>
    fleetPaces({ store, now: () => clock, lookMs: 2, tell: (paces) => messages.splice(i, 1, paces) }),
  );
  other!.start();
  for (let n = 0; n < 30; n++) one!.refused('cave.example', 9);
  const expected = { 'cave.example': slowed(undefined, 9, 1000) };
  expect(messages[0]).toEqual(expected);
  await eventually(() => 'cave.example' in messages[1]!);
  expect(messages[1]).toEqual(expected);
  const put = store.put.bind(store);
  store.put = async () => {
    throw new Error('the state fails');
  };
  clock = 5000;
  one!.refused('cave.example', 9);
  expect(messages[0]).toEqual({ 'cave.example': { until: 14_000, width: 4, at: 5000 } });
  store.put = put;
  other!.stop();
});
