// Finds functions by words: every word must occur; a word in a name counts more than one in a summary.
import type { ToolView } from '../../src/addon/interfaces/api';

export function searchTools(tools: readonly ToolView[], query: string): ToolView[] {
  const words = query
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...tools];
  const scores = tools
    .map((tool, index) => ({ tool, index, score: score(tool, words) }))
    .filter((entry) => entry.score > 0);
  return scores.sort((a, b) => b.score - a.score || a.index - b.index).map((entry) => entry.tool);
}

function score(tool: ToolView, words: readonly string[]): number {
  const name = `${tool.name} ${tool.formula}`.toLowerCase();
  const rest = `${tool.summary} ${tool.returns} ${tool.details} ${tool.family}`.toLowerCase();
  let sum = 0;
  for (const word of words) {
    if (name.includes(word)) sum += 3;
    else if (rest.includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}
