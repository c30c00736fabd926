import { applyEdits, type TextEdit } from '../policy';
import type { Finding, Fix } from './rule';

/**
 * The fix that fix-all takes for a finding: one that is safe and asks nothing. Undefined when the finding has none
 * such.
 */
export function safeFix(finding: Finding): Fix | undefined {
  return finding.fixes.find(fix => fix.effect === 'safe' && fix.ask === undefined);
}

/** The edits of all safe fixes that can be made at once; where two touch, the earlier finding's comes first. */
export function safeEdits(findings: readonly Finding[]): TextEdit[] {
  const taken: TextEdit[] = [];
  let end = -1;
  const fixes = findings.flatMap(f => (safeFix(f)?.edits.length ? [sorted(safeFix(f)?.edits ?? [])] : []));
  for (const edits of fixes.sort((a, b) => (a[0]?.offset ?? 0) - (b[0]?.offset ?? 0))) {
    if ((edits[0]?.offset ?? 0) <= end) {
      continue;
    }
    taken.push(...edits);
    end = Math.max(...edits.map(e => e.offset + e.length));
  }
  return taken;
}

// Mending one mistake may bring another to light; a rule that undid another's fix would go on for ever.
const mostRounds = 10;

/** The text after all safe fixes, round by round until nothing is left to fix, ten rounds at most. */
export function fixAll(text: string, check: (text: string) => readonly Finding[]): string {
  let fixed = text;
  for (let round = 0; round < mostRounds; round++) {
    const edits = safeEdits(check(fixed));
    if (edits.length === 0) {
      break;
    }
    fixed = applyEdits(fixed, edits);
  }
  return fixed;
}

function sorted(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.offset - b.offset);
}
