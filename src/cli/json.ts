import { escapeHidden } from '../text/visible';

/**
 * A value as JSON for standard output, where a terminal or a CI service may look on: what nobody sees is escaped, and so is what a CI
 * service would take for a command (`##[error]`). A reader of JSON gets the same value.
 * @param indent how many spaces; 0 for one line
 */
export function toJson(value: unknown, indent: number): string {
  const json = JSON.stringify(value, null, indent);
  return `${escapeHidden(json).replace(/##(?=\w*\[)/g, '#\\u0023')}\n`;
}
