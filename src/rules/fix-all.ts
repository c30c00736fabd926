import { applyEdits, type LocatedPolicy, type TextEdit } from '../policy';
import { type Finding, type Fix, fixEdits } from './rule';

/**
 * The fix that fix-all takes for a finding: one that is safe and asks nothing. Undefined when the finding has none
 * such.
 */
export function safeFix(finding: Finding): Fix | undefined {
  return finding.fixes.find(fix => fix.effect === 'safe' && fix.ask === undefined);
}

/** The edits of all safe fixes that can be made at once; where two touch, the earlier finding's comes first. */
export function safeEdits(findings: readonly Finding[]): TextEdit[] {
  return made(findings).edits;
}

/** The edits of a finding's safe fix; undefined where it has none, or none that can be made. */
function safeEditsOf(finding: Finding): readonly TextEdit[] | undefined {
  const fix = safeFix(finding);
  return fix && fixEdits(finding, fix);
}

/** The fixes of one round: whose they are, and their edits. */
interface Round {
  readonly findings: readonly Finding[];
  readonly edits: TextEdit[];
}

function made(findings: readonly Finding[]): Round {
  const round = { findings: [] as Finding[], edits: [] as TextEdit[] };
  let end = -1;
  const fixes = findings.flatMap(finding => {
    const edits = sorted(safeEditsOf(finding) ?? []);
    return edits.length === 0 ? [] : [{ finding, edits }];
  });
  for (const { finding, edits } of fixes.sort((a, b) => (a.edits[0]?.offset ?? 0) - (b.edits[0]?.offset ?? 0))) {
    if ((edits[0]?.offset ?? 0) <= end) {
      continue;
    }
    round.findings.push(finding);
    round.edits.push(...edits);
    end = Math.max(...edits.map(e => e.offset + e.length));
  }
  return round;
}

/** What there is in a text: the policies, and what is wrong with them. */
export interface CheckedText {
  readonly policies: readonly LocatedPolicy[];
  readonly findings: readonly Finding[];
}

/** A text after fix-all. */
export interface FixedText {
  readonly text: string;
  /** What there is in it. */
  readonly checked: CheckedText;
  /** Those of its findings whose safe fix does not hold: the finding comes back, or others take turns with it. They are left as they were. */
  readonly left: readonly Finding[];
  /** The edits of each round that was made, for the text after the one before. */
  readonly rounds: readonly (readonly TextEdit[])[];
}

// Fixes that make room for the next are done long before.
const mostRounds = 40;

/**
 * Makes all safe fixes, round by round, for mending one mistake may bring another to light, until nothing is left that a fix mends.
 * It always ends: a round whose findings come back, that leads to a text that was there before, or after which a policy cannot be read
 * any more or seems of another kind, is taken back, and its fixes are left; so are those of rules that find something new in each round. Doing it again changes
 * nothing.
 */
export function fixAll(text: string, check: (text: string) => CheckedText): FixedText {
  const first: State = { text, checked: check(text) };
  const left = new Set<string>();
  let states = [first];
  for (let last = states.at(-1); last !== undefined; last = states.at(-1)) {
    const round = made(last.checked.findings.filter(f => !left.has(nameOf(f)) && !left.has(f.code)));
    if (round.edits.length === 0) {
      break;
    }
    const state: State = { text: applyEdits(last.text, round.edits), checked: last.checked, round };
    const before = states.findIndex(s => s.text === state.text);
    if (before >= 0) {
      // All that were made since take turns.
      [...states.slice(before + 1), state].forEach(s => leave(s.round?.findings, left, nameOf));
      states = states.slice(0, before + 1);
      continue;
    }
    const checked = check(state.text);
    const back = notHolding(round, last.checked, checked);
    if (back.length > 0) {
      leave(back, left, nameOf);
    } else if (states.length < mostRounds) {
      states.push({ ...state, checked });
    } else {
      states.slice(mostRounds / 2).forEach(s => leave(s.round?.findings, left, f => f.code));
      states = [first];
    }
  }
  const end = states.at(-1) ?? first;
  return {
    text: end.text,
    checked: end.checked,
    left: end.checked.findings.filter(f => safeEditsOf(f) !== undefined),
    rounds: states.flatMap(s => (s.round ? [s.round.edits] : [])),
  };
}

/** A text on the way, and the round that led to it; none led to the first one. */
interface State {
  readonly text: string;
  readonly checked: CheckedText;
  readonly round?: Round;
}

function leave(findings: readonly Finding[] | undefined, left: Set<string>, name: (finding: Finding) => string): void {
  for (const finding of findings ?? []) {
    left.add(name(finding));
  }
}

/**
 * The findings of a round that its fixes did not mend; all of them when a policy cannot be read any more, or is taken for one of another
 * kind, to which other rules apply.
 */
function notHolding({ findings }: Round, before: CheckedText, after: CheckedText): readonly Finding[] {
  if (isLost(before, after) || slipsIn(after) > slipsIn(before)) {
    return findings;
  }
  // Of several that say the same, each fix takes one away.
  const expected = counted(before.findings);
  for (const finding of findings) {
    expected.set(nameOf(finding), (expected.get(nameOf(finding)) ?? 0) - 1);
  }
  const found = counted(after.findings);
  return findings.filter(f => (found.get(nameOf(f)) ?? 0) > (expected.get(nameOf(f)) ?? 0));
}

function isLost({ policies }: CheckedText, after: CheckedText): boolean {
  const kinds = (all: readonly LocatedPolicy[]): string => all.map(p => p.kind).join();
  return (
    after.policies.length < policies.length ||
    (after.policies.length === policies.length && kinds(after.policies) !== kinds(policies))
  );
}

function slipsIn({ policies }: CheckedText): number {
  return policies.reduce((sum, { document, around }) => sum + document.errors.length + (around?.length ?? 0), 0);
}

function counted(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    counts.set(nameOf(finding), (counts.get(nameOf(finding)) ?? 0) + 1);
  }
  return counts;
}

/** What a finding is called from one text to the next: its place may have moved meanwhile, what it says of which policy has not. */
function nameOf({ code, policy, message }: Finding): string {
  return JSON.stringify([code, policy.pointer, message]);
}

function sorted(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.offset - b.offset);
}
