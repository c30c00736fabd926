import { getNodeValue, type Node } from 'jsonc-parser';
import { membersOf, remove, type JsonMembers, insertMembers, addValues, itemsOf, type JsonValue } from '../../policy';
import { asName, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { everyKind, type Fix, type Rule } from '../rule';

export const duplicateJsonKey: Rule = {
  code: 'duplicate-json-key',
  severity: 'error',
  summary: 'The same key stands twice',
  why: 'JSON objects hold a key once. Where it stands twice, the last one wins silently or the policy is refused: a condition, a principal or a statement disappears. List several values in an array, and several condition keys under one operator.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  kinds: everyKind,
  check(policy, report) {
    for (const object of objectsIn(policy.document.node)) {
      if ((object.children?.length ?? 0) < 2) {
        continue;
      }
      const first = new Map<string, Node>();
      for (const { name, key, property } of membersOf(object)) {
        const earlier = first.get(name);
        if (earlier === undefined) {
          first.set(name, property);
          continue;
        }
        const place = earlier.children?.[0] ?? earlier;
        report({
          at: key,
          message: message(
            '{name} stands here a second time: the last one wins, and what the first one says is lost.',
            { name: asName(name) },
          ),
          related: [{ offset: place.offset, length: place.length, message: message('The first one') }],
          fixes: [
            ...merge(earlier, property),
            // Which of them counts is the reader's choice, in one that takes such JSON at all.
            { title: message('Remove the first one'), changes: [remove(earlier)], effect: 'widens' },
          ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com", «"Service"»: "cloudwatch.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
    ),
    identityPolicy(`{
  "Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"],
  "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  "Condition": {
    "StringEquals": { "kms:CallerAccount": "111122223333" },
    «"StringEquals"»: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" }
  }
}`),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": ["sns.amazonaws.com", "cloudwatch.amazonaws.com"]}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
    ),
  ],
};

function* objectsIn(root: Node | undefined): Generator<Node> {
  const waiting = root === undefined ? [] : [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'object') {
      yield node;
    }
    for (const child of node.children ?? []) {
      if (child.children !== undefined) {
        waiting.push(child);
      }
    }
  }
}

// Both values go to the first place, where nothing of either is lost.
function merge(earlier: Node, later: Node): Fix[] {
  const [first, second] = [earlier.children?.[1], later.children?.[1]];
  if (first === undefined || second === undefined) {
    return [];
  }
  if (first.type === 'object' && second.type === 'object') {
    const names = [...membersOf(first), ...membersOf(second)].map(m => m.name);
    const members = getNodeValue(second) as JsonMembers;
    return new Set(names).size < names.length
      ? []
      : [{ title: message('Merge both'), changes: [insertMembers(first, members), remove(later)], effect: 'widens' }];
  }
  if (
    (first.type === 'string' || first.type === 'array') &&
    (second.type === 'string' || second.type === 'array') &&
    !single.has(String(later.children?.[0]?.value))
  ) {
    const changes = [
      ...addValues(
        first,
        itemsOf(second).map(item => getNodeValue(item) as JsonValue),
      ),
      remove(later),
    ];
    return [{ title: message('Merge both into one list'), changes, effect: 'widens' }];
  }
  return [];
}

// Elements that hold one value.
const single = new Set(['Version', 'Id', 'Sid', 'Effect']);
