import { asCode, message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck, hasEffect } from '../facts';
import { github } from './missing-github-repo-condition-key';

export const specificGithubRepoAndBranchRecommended: Rule = {
  code: 'specific-github-repo-and-branch-recommended',
  severity: 'warning',
  summary: 'A wildcard lets in more of GitHub than one branch',
  why: 'A wildcard in the owner or repository part of sub lets other repositories assume the role, one behind it other branches and pull requests. Name repository and branch.',
  source: analyzerCheck('general-warning', 'specific-github-repo-and-branch-recommended'),
  kinds: ['trust'],
  check(policy, report) {
    for (const { lower, key, statement } of policy.conditions) {
      if (lower !== `${github}:sub` || !hasEffect(statement, 'Allow')) {
        continue;
      }
      for (const string of key.value.strings) {
        if (string.known && /[*?]/.test(string.value)) {
          report({
            at: string,
            message: message('Name the repository and the branch: {example}', {
              example: asCode('repo:OWNER/NAME:ref:refs/heads/main'),
            }),
          });
        }
      }
    }
  },
  noFix: 'Which repository and branch are meant only the author knows.',
  wrong: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringLike": {"token.actions.githubusercontent.com:sub": «"repo:example/*"»}}}',
    ),
  ],
  right: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:example/app:ref:refs/heads/main"}}}',
    ),
  ],
};
