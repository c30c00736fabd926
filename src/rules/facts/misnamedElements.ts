import { type Element, statementElements } from '../../policy';
import { nearest } from './nearest';

/** The element that a member was most likely meant to be. */
export function meantElement(name: string, elements: readonly string[]): string | undefined {
  return elements.find(e => e.toLowerCase() === name.toLowerCase()) ?? nearest(name, elements);
}

/** Whether an element is there under a wrong name: then it is not missing, and its name is the finding. */
export function isMisnamed(unknown: readonly Element<unknown>[], element: string): boolean {
  return unknown.some(m => meantElement(m.name, statementElements) === element);
}
