// Every function of the catalogue that the sidebar lists. The build puts them into the page (scripts/build.mjs):
// they are the same for every document, and the add-on's bundle, which each formula loads, does without their texts.
import type { ToolView } from '../src/addon/interfaces/api';

declare global {
  /** A constant of the build; in the browser tests a global of the page. */
  const TOOL_VIEWS: readonly ToolView[];
}

export const toolViews = (): readonly ToolView[] => TOOL_VIEWS;

export const toolByName = (name: string): ToolView | undefined =>
  TOOL_VIEWS.find((tool) => tool.name === name);
