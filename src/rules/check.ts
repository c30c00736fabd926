import { printParseErrorCode } from 'jsonc-parser';
import { type LocatedKind, type LocatedPolicy, type Span, spanInDocument } from '../policy';
import { rules as allRules } from '.';
import type { Finding, Reported, Rule, Severity } from './rule';
import { PolicyView, type RuleContext } from './facts';

/** How a document is checked. */
export interface CheckOptions extends RuleContext {
  /** Rules to run; all by default. */
  readonly rules?: readonly Rule[];
  /** Another severity for a rule, or `off`. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
}

/** All findings of the policies of a document, in the order of their places. */
export function checkPolicies(located: readonly LocatedPolicy[], options: CheckOptions = {}): Finding[] {
  return [...checkInSlices(located, options)].flat().sort((a, b) => a.offset - b.offset || a.length - b.length);
}

/** The same, one small piece of work at a time, so that a caller can stop or take a breath in between. */
export function* checkInSlices(located: readonly LocatedPolicy[], options: CheckOptions = {}): Generator<Finding[]> {
  const off = new Set(
    Object.entries(options.severities ?? {})
      .filter(([, severity]) => severity === 'off')
      .map(([code]) => code),
  );
  for (const policy of located) {
    const view = new PolicyView(policy, options);
    const garbled = garbledStatements(policy);
    let findings: Finding[] = [];
    let current: Rule | undefined;
    const report = (reported: Reported): void => {
      if (
        current === undefined ||
        (current.code !== 'json-syntax-error' && garbled.some(s => contains(s, reported.at)))
      ) {
        return;
      }
      findings.push(asFinding(current, policy, reported, options));
    };
    for (const rule of rulesFor(policy.kind, options)) {
      if (off.has(rule.code) || (rule.needs !== undefined && options.services === undefined)) {
        continue;
      }
      current = rule;
      rule.check(view, report);
      if (view.text.length < small) {
        continue;
      }
      yield findings;
      findings = [];
    }
    yield findings;
  }
}

/** All rules together take a policy of so many characters in one slice. */
const small = 20_000;

function rulesFor(kind: LocatedKind, { rules = allRules }: CheckOptions): readonly Rule[] {
  if (rules !== allRules) {
    return rules.filter(rule => rule.kinds.includes(kind));
  }
  let some = byKind.get(kind);
  if (some === undefined) {
    byKind.set(kind, (some = allRules.filter(rule => rule.kinds.includes(kind))));
  }
  return some;
}

const byKind = new Map<LocatedKind, readonly Rule[]>();

function asFinding(rule: Rule, policy: LocatedPolicy, reported: Reported, { severities }: CheckOptions): Finding {
  const { at, message, related = [], tag, fixes = [] } = reported;
  const changed = severities?.[rule.code];
  return {
    code: rule.code,
    severity: changed !== undefined && changed !== 'off' ? changed : (reported.severity ?? rule.severity),
    message,
    ...spanInDocument(policy, at),
    related: related.map(r => ({ ...r, ...spanInDocument(policy, r) })),
    tag,
    fixes,
    policy,
    inPolicy: { offset: at.offset, length: at.length },
  };
}

/**
 * Statements with a string that does not end or a word without quotes: what follows there was read as something it is not, and
 * only the syntax error is worth reporting.
 */
function garbledStatements({ document: { errors, statements } }: LocatedPolicy): readonly Span[] {
  const slips = errors.filter(e => ['UnexpectedEndOfString', 'InvalidSymbol'].includes(printParseErrorCode(e.error)));
  return slips.length === 0 ? [] : statements.filter(s => slips.some(slip => contains(s, slip)));
}

function contains(outer: Span, { offset }: Span): boolean {
  return outer.offset <= offset && offset < outer.offset + outer.length;
}
