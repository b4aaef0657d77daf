/** What the callbacks learn of a running script. */
import type { ObservedExecution, ScriptMessage } from '../../src/index';
import { bench } from '../bench-host';

interface Heard {
  before: string[];
  after: (ScriptMessage & { pendingWrites: number })[];
}

function hear(body: string): Heard {
  const { host, main } = bench(`function main() { ${body} }`);
  const heard: Heard = { before: [], after: [] };
  host.hooks.beforeCall = (service, method, _args, { pendingWrites }: ObservedExecution) => {
    heard.before.push(`${service}.${method} ${pendingWrites}`);
  };
  host.hooks.afterMessage = (message, { pendingWrites }) => {
    heard.after.push({ ...message, pendingWrites });
  };
  main();
  return heard;
}

test('a write waits from its call until the flush', () => {
  const { before } = hear(
    "SpreadsheetApp.getActiveSheet().getRange(1, 1).setValue('x'); SpreadsheetApp.flush();",
  );
  expect(before.slice(-2)).toEqual(['Range.setValue 0', 'SpreadsheetApp.flush 1']);
});

test('after a call stand its arguments, the reply, and the writes that wait', () => {
  const { after } = hear("SpreadsheetApp.getActiveSheet().getRange(1, 1).setValue('x').getValue();");
  const [write, read] = after.slice(-2);
  expect(write).toMatchObject({ pendingWrites: 1 });
  expect(write!.call).toContain('"setValue",["x"]');
  expect(read).toMatchObject({ reply: '="x"', value: 'x', pendingWrites: 0 });
});

test('a refused call has a reply and no value', () => {
  const { after } = hear('try { SpreadsheetApp.getActiveSheet().getRange(0, 1); } catch (_) {}');
  expect(after.at(-1)!.reply).toMatch(/^!/);
  expect(after.at(-1)!.value).toBeUndefined();
});

test('a look at the clock is a message without a call', () => {
  const { after } = hear('new Date();');
  expect(after.at(-1)).toMatchObject({ call: '' });
});
