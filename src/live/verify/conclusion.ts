import type { Diagnosis } from '../../diagnosis';
import type { Answer, Failure, LiveKey } from '../../ports';
import { type UntestedCondition, untestedConditions } from './untestedConditions';
import type { Repetition } from './repeat';
import type { Tester } from './tester';
import type { TrialResult } from './trial';

/** The facts of one verification. */
export interface Verification {
  readonly diagnosis: Diagnosis;
  readonly tester: Tester;
  /** DescribeKey, as the tester. */
  readonly key: Answer<LiveKey>;
  readonly repetition: Repetition;
  /** A change was made before: KMS may need time. */
  readonly afterChange: boolean;
  /** The test's encryption context: the error's, or one given for the test. */
  readonly encryptionContext?: Readonly<Record<string, string>>;
  /** The name of the ciphertext's file. */
  readonly ciphertext?: string;
  /** Where the calls went, unless to AWS's own endpoint. */
  readonly endpoint?: string;
}

/** What a verification says about the denied principal. */
export type Conclusion =
  /** `did`: a read was made, not a dry run. */
  | { readonly kind: 'allowed'; readonly did: boolean }
  | { readonly kind: 'denied'; readonly message: string }
  /** Denied, but the decision may turn on something that a direct test does not have. */
  | { readonly kind: 'not-reproducible'; readonly message: string; readonly untested: readonly UntestedCondition[] }
  /** Somebody else was tested: the answer says nothing about the denied principal. */
  | { readonly kind: 'other-tested'; readonly allowed: boolean; readonly message: string }
  | { readonly kind: 'dry-run-ignored' }
  | { readonly kind: 'not-possible'; readonly why: 'no-dry-run' | 'not-aws' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'cancelled' };

/**
 * What a verification says about the denied principal. The last attempt's answer counts; without any, it was cancelled.
 */
export function conclusionOf(verification: Verification): Conclusion {
  const { tester, repetition } = verification;
  const answer = repetition.attempts.at(-1)?.answer;
  if (answer === undefined) {
    return { kind: 'cancelled' };
  }
  if (!answer.ok) {
    return { kind: 'failed', failure: answer.failure };
  }
  const { value } = answer;
  switch (value.verdict) {
    case 'would-succeed':
    case 'succeeded':
      return tester.as === 'other'
        ? { kind: 'other-tested', allowed: true, message: '' }
        : { kind: 'allowed', did: value.verdict === 'succeeded' };
    case 'denied': {
      if (tester.as === 'other') {
        return { kind: 'other-tested', allowed: false, message: value.message };
      }
      const untested = untestedIn(verification, value.message);
      return untested.length > 0
        ? { kind: 'not-reproducible', message: value.message, untested }
        : { kind: 'denied', message: value.message };
    }
    case 'dry-run-ignored':
      return { kind: 'dry-run-ignored' };
    case 'not-possible':
      return { kind: 'not-possible', why: value.why };
  }
}

/** What the test may not show as the real call would. */
export function untestedIn(
  { diagnosis, tester, encryptionContext }: Pick<Verification, 'diagnosis' | 'tester' | 'encryptionContext'>,
  message?: string,
): UntestedCondition[] {
  return untestedConditions(
    diagnosis,
    { assumed: tester.as === 'assumed', encryptionContext: encryptionContext !== undefined },
    message,
  );
}

/** Whether another trial, a little later, could end otherwise: KMS denied what it is about to allow, and the test is able to tell. */
export function mayStillSpread(
  verification: Omit<Verification, 'repetition' | 'key'>,
  first: Answer<TrialResult>,
): boolean {
  if (!verification.afterChange || verification.tester.as === 'other') {
    return false;
  }
  return !(first.ok && first.value.verdict === 'denied') || untestedIn(verification, first.value.message).length === 0;
}
