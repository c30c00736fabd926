import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, asActions, coveredIn, takeOut } from '../facts';
import { everyKind, type Rule } from '../rule';

export const redundantAction: Rule = {
  code: 'redundant-action',
  severity: 'information',
  summary: 'Another entry of the list covers this action',
  why: 'An action that a wildcard of the same list already covers, or that stands there twice, adds nothing and makes the policy longer.',
  source: analyzerCheck('suggestion', 'redundant-action'),
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const element of [statement.action, statement.notAction]) {
        for (const { string, by } of coveredIn(element?.value.strings ?? [], asActions)) {
          report({
            at: string,
            tag: 'unnecessary',
            message: message('{covering} already covers {action}.', {
              covering: asCode(by.value),
              action: asCode(string.value),
            }),
            related: [{ offset: by.offset, length: by.length, message: message('It is covered here.') }],
            fixes: takeOut(string, 'safe'),
          });
        }
      }
    }
  },
  wrong: [identityPolicy('{"Effect": "Allow", "Action": ["kms:List*", «"kms:ListAliases"»], "Resource": "*"}')],
  right: [identityPolicy('{"Effect": "Allow", "Action": ["kms:ListKeys", "kms:ListAliases"], "Resource": "*"}')],
};
