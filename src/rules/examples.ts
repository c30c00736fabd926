import type { LocatedKind } from '../policy';
import type { Example } from './rule';

/** An example: a key policy of these statements, written as JSON; the root statement is added, so that no rule misses it. */
export function keyPolicy(statements: string, more: Partial<Example> = {}): Example {
  const root =
    '{"Sid": "Enable IAM policies", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}';
  return { kind: 'key', text: `{"Version": "2012-10-17", "Statement": [${root}, ${statements}]}`, ...more };
}

/** An example: an identity-based policy of these statements. */
export function identityPolicy(statements: string, more: Partial<Example> = {}): Example {
  return { kind: 'identity', text: `{"Version": "2012-10-17", "Statement": [${statements}]}`, ...more };
}

/** An example: a policy of these statements, of another kind. */
export function policyOf(kind: LocatedKind, statements: string, more: Partial<Example> = {}): Example {
  return { ...identityPolicy(statements, more), kind };
}
