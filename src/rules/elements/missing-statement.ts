import { documentElements } from '../../policy';
import { message } from '../../text/message';
import { policyOf } from '../examples';
import { analyzerCheck, meantElement } from '../facts';
import { everyKind, type Rule } from '../rule';

export const missingStatement: Rule = {
  code: 'missing-statement',
  severity: 'error',
  summary: 'The policy has no statement',
  why: 'A policy consists of statements. Without one it says nothing, and AWS refuses it.',
  source: analyzerCheck('error', 'missing-statement'),
  kinds: everyKind,
  check(policy, report) {
    const { node, statement, loneStatement, unknown } = policy.document;
    if (
      node === undefined ||
      loneStatement ||
      unknown.some(m => meantElement(m.name, documentElements) === 'Statement')
    ) {
      return;
    }
    if (statement === undefined) {
      report({ at: { offset: node.offset, length: 1 }, message: message('The policy has no Statement.') });
    } else if (statement.node?.type === 'array' && statement.node.children?.length === 0) {
      report({ at: statement.key, message: message('Statement is an empty list: the policy says nothing.') });
    }
  },
  noFix: 'Only the author knows what the policy should say.',
  wrong: [
    { kind: 'unknown', text: '{"Version": "2012-10-17", «"Statement"»: []}' },
    { kind: 'unknown', text: '«{»"Version": "2012-10-17"}' },
  ],
  right: [policyOf('identity', '{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}')],
};
