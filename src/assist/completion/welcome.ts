import { isBlankJson, isEmptyJson, isPolicyPath, type LocatedKind, namesSchema } from '../../policy';

/** What is known of a document besides its text, and how completion was asked for. */
export interface Surroundings {
  /** With slashes, from the workspace's folder on; where the document is in none, its folder and name. */
  readonly path: string;
  /** The kind that somebody settled, with *Treat This File As…* or in `.double-lock.json`. */
  readonly settled: LocatedKind | undefined;
  /** An extension or the user's settings attach a JSON schema to it: it is something else, and has its own completion. */
  readonly schema: boolean;
  /** Asked for by a key, or by a word that is being typed, which VS Code does not tell apart; false for a quote or colon that was just typed. */
  readonly invoked: boolean;
}

/** Whether statements and whole policies may be offered at all: not beside somebody else's schema, unless somebody said that it is a policy. */
export function welcomesSnippets(text: string, { settled, schema }: Surroundings): boolean {
  return settled !== undefined || !(schema || namesSchema(text));
}

/** Whether a document in which no policy was found yet is to be one: somebody said so, or its name says so. */
export function isPolicyToBe(text: string, surroundings: Surroundings): boolean {
  return (
    surroundings.settled !== undefined || (isPolicyPath(surroundings.path) && welcomesSnippets(text, surroundings))
  );
}

/**
 * Whether whole policies are offered in a document that has nothing in it yet. In one that is to be a policy always; in any other only
 * where there is not a single character, and only when asked: `{`, a quote or a word there begins something else, a policy is never meant.
 */
export function startsPolicy(text: string, surroundings: Surroundings): boolean {
  if (!isEmptyJson(text)) {
    return false;
  }
  return (
    isPolicyToBe(text, surroundings) ||
    (surroundings.invoked && isBlankJson(text) && welcomesSnippets(text, surroundings))
  );
}
