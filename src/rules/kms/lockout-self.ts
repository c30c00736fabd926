import { decide } from '../../access';
import { parsePrincipal, roleArn } from '../../policy';
import { asName, message } from '../../text/message';
import type { Rule } from '../rule';
import { addRootStatement, appendStatement, isBroken, isWhole, testsOf } from '../facts';

export const lockoutSelf: Rule = {
  code: 'lockout-self',
  severity: 'error',
  summary: 'You could not change this policy any more',
  why: 'KMS refuses a key policy that would not let the caller of PutKeyPolicy change it again: "The new key policy will not allow you to update the key policy in the future." This is checked when the key and the signed-in identity are known, before a policy is saved.',
  source: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html',
  kinds: ['key'],
  check(policy, report) {
    const { callerArn, keyArn } = policy.known;
    if (callerArn === undefined || keyArn === undefined || !isWhole(policy) || isBroken(policy.document)) {
      return;
    }
    const caller = parsePrincipal(callerArn);
    // What the conditions ask for is not known before the call; nor is the path of a session's role.
    const contextUnknown = [
      ...policy.statements.flatMap(testsOf).map(t => t.key.name),
      ...(caller.kind === 'assumed-role' ? ['aws:PrincipalArn'] : []),
    ];
    const decision = decide(
      { principal: callerArn, action: 'kms:PutKeyPolicy', keyArn, context: {}, contextUnknown },
      { keyPolicy: policy.document, identityPolicies: undefined, grants: [] },
    );
    const denied = decision.explicit && decision.denySource === 'key-policy';
    if (!denied && decision.keyPolicyLock !== 'shut') {
      return;
    }
    const denying = decision.decidedBy.find(r => r.kind === 'statement');
    const role = caller.kind === 'assumed-role' ? roleArn(caller) : callerArn;
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: role },
      Action: ['kms:PutKeyPolicy', 'kms:GetKeyPolicy', 'kms:DescribeKey'],
      Resource: '*',
    };
    report({
      at: policy.document.statement?.key ?? { offset: 0, length: 0 },
      message: denied
        ? message('This policy denies {caller} kms:PutKeyPolicy: KMS refuses to save it.', {
            caller: asName(callerArn),
          })
        : message('This policy no longer lets {caller} change it: KMS refuses to save it.', {
            caller: asName(callerArn),
          }),
      related: denying
        ? [{ offset: denying.statement.offset, length: denying.statement.length, message: message('The Deny') }]
        : [],
      fixes: denied
        ? []
        : [
            {
              title: message('Let {role} change the policy', { role: asName(role) }),
              changes: appendStatement(policy, statement),
              effect: 'widens' as const,
            },
            ...addRootStatement(policy),
          ].filter(f => f.changes.length > 0),
    });
  },
  wrong: [
    {
      kind: 'key',
      keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      callerArn: 'arn:aws:iam::111122223333:user/alice',
      text: '{"Version": "2012-10-17", «"Statement"»: [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/admin"}, "Action": "kms:*", "Resource": "*"}]}',
      besides: ['root-statement-missing'],
    },
  ],
  right: [
    {
      kind: 'key',
      keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      callerArn: 'arn:aws:sts::111122223333:assumed-role/admin/alice',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/admin"}, "Action": "kms:*", "Resource": "*"}]}',
      besides: ['root-statement-missing'],
    },
    {
      kind: 'key',
      keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      callerArn: 'arn:aws:iam::111122223333:user/alice',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}]}',
    },
  ],
};
