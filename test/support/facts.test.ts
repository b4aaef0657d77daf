/** The facts written into the tests against the published files, as an extra where those are at hand. */
import { EXAMPLES, WORKED_EXAMPLES } from './facts';
import { describeWith, publishedText } from './shared-data';

test('ids are text: no whole number is beyond a double', () => {
  const text = JSON.stringify(EXAMPLES);
  expect(text.match(/"[0-9]{17,18}"/g)!.length).toBeGreaterThan(50);
  expect(text.match(/[[:,][0-9]{16,}(?![0-9.])/g)).toBeNull();
});

const examples = publishedText('published-examples.json');
describeWith(examples)('extra: the published examples', () => {
  // Every id in this file is a string.
  test('state the same', () => expect(JSON.parse(examples!)).toMatchObject(EXAMPLES));
});

const worked = publishedText('worked-examples.json');
describeWith(worked)('extra: the published worked examples', () => {
  test('state the same', () => expect(JSON.parse(worked!)).toMatchObject(WORKED_EXAMPLES));
});
