import { asName, message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck, hasEffect } from '../facts';
import { conditionKeysOf } from '../organizations/service-exemption';

export const github = 'token.actions.githubusercontent.com';

export const missingGithubRepoConditionKey: Rule = {
  code: 'missing-github-repo-condition-key',
  severity: 'warning',
  summary: 'Every repository on GitHub may assume the role',
  why: 'GitHub signs tokens for every repository. Without a condition on token.actions.githubusercontent.com:sub any of them can assume the role.',
  source: analyzerCheck('security-warning', 'missing-github-repo-condition-key'),
  kinds: ['trust'],
  check(policy, report) {
    for (const { type, string, statement } of policy.principals) {
      if (type !== 'Federated' || !string.value.endsWith(github) || !hasEffect(statement, 'Allow')) {
        continue;
      }
      if (
        !conditionKeysOf(statement).some(
          k => k === `${github}:sub` || k === `${github}:job_workflow_ref` || k === `${github}:repository`,
        )
      ) {
        report({ at: string, message: message('Say which repository: {key}', { key: asName(`${github}:sub`) }) });
      }
    }
  },
  noFix: 'Which repository is meant only the author knows.',
  wrong: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": «"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"»}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}}',
    ),
  ],
  right: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:example/app:ref:refs/heads/main"}}}',
    ),
  ],
};
