import { isLegalInJsonc, jsonProblem } from '../../policy';
import { message } from '../../text/message';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const jsonSyntaxError: Rule = {
  code: 'json-syntax-error',
  severity: 'error',
  summary: 'The policy is not valid JSON',
  why: 'AWS reads strict JSON: no comments, no comma after the last item, no line break inside a string. VS Code reports such errors itself; here they are reported in policies that stand inside a string, and on the command line.',
  source: analyzerCheck('error', 'json-syntax-error'),
  kinds: everyKind,
  check(policy, report) {
    const { syntaxErrors = policy.located.source.kind === 'text' ? undefined : 'json' } = policy.known;
    if (syntaxErrors === undefined) {
      return;
    }
    // One slip makes the parser stumble over what follows; the first place is the one to mend.
    const found = [policy.document.errors, policy.located.around ?? []].flatMap(
      errors => errors.find(e => syntaxErrors === 'json' || !isLegalInJsonc(policy.text, e)) ?? [],
    );
    const first = found.sort((a, b) => a.offset - b.offset)[0];
    if (first === undefined) {
      return;
    }
    report({
      at: { offset: first.offset, length: first.length },
      message: message('This is not valid JSON: {problem}.', { problem: jsonProblem(first) }),
    });
  },
  noFix: 'What the author meant to write there cannot be told.',
  wrong: [
    {
      kind: 'identity',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow" «"Action"»: "kms:ListAliases", "Resource": "*"}]}',
    },
  ],
  right: [
    {
      kind: 'identity',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}]}',
    },
  ],
};
