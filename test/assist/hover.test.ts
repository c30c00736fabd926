import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { descriptionsFile, servicesFile } from '../../.tools/iamData';
import { type Hover, hoverAt, hoverMarkdown, needsServices } from '../../src/assist/hover';
import { locate, type LocatedKind } from '../../src/policy';
import { type CompactDescriptions, readDescriptions } from '../../src/reference/descriptions';
import { type CompactServices, readServiceData } from '../../src/reference/servicesData';
import { sayEnglish } from '../../src/text/say';
import { cursorIn } from './cursor';

const services = readServiceData(JSON.parse(readFileSync(servicesFile, 'utf8')) as CompactServices);
const descriptions = readDescriptions(
  JSON.parse(readFileSync(descriptionsFile, 'utf8')) as CompactDescriptions,
  services,
);

function hoverIn(marked: string, kind?: LocatedKind): Hover | undefined {
  const { text, offset } = cursorIn(marked);
  return hoverAt(locate(text, kind === undefined ? {} : { kind }), offset, { services, descriptions });
}

const root =
  '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}';
const policy = (statement: string) => `{"Version": "2012-10-17", "Statement": [${statement}]}`;
const keyPolicy = (statement: string) => policy(`${root}, ${statement}`);
const allow = (principal: string, more = '"Action": "kms:Decrypt", "Resource": "*"') =>
  keyPolicy(`{"Effect": "Allow", "Principal": ${principal}, ${more}}`);

/** Place → what the hover must say and must not say, over all its sentences. */
type Case = readonly [
  text: string,
  says: RegExp,
  page: RegExp | undefined,
  never?: RegExp | undefined,
  kind?: LocatedKind,
];

const cases: Readonly<Record<string, readonly Case[]>> = {
  'an action with a wildcard before the colon': [
    [
      allow('"*"', '"Action": "k|*:Decrypt", "Resource": "*"'),
      /k\*:Decrypt is not a valid form.*Whether it has an effect is unknown/,
      undefined,
    ],
    [policy('{"Effect": "Allow", "Action": "*:Dec|rypt", "Resource": "*"}'), /IAM refuses \*:Decrypt/, undefined],
    [policy('{"Effect": "Allow", "Action": "*:|*", "Resource": "*"}'), /Every action of every AWS service/, undefined],
  ],
  'Resource "*"': [
    [allow('"*"', '"Action": "kms:Decrypt", "Resource": "|*"'), /This KMS key.*not every key/, /key-policy-overview/],
    [
      policy('{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "|*"}'),
      /Every KMS key.*Name the keys instead: arn:aws:kms/,
      /cmks-in-iam-policies/,
      /This KMS key/,
    ],
    [
      policy('{"Effect": "Allow", "Action": ["kms:ListKeys", "kms:CreateKey"], "Resource": "|*"}'),
      /only Resource they take: kms:ListKeys, kms:CreateKey/,
      undefined,
    ],
    [
      policy('{"Effect": "Allow", "Action": "*", "Resource": "|*"}'),
      /Every resource that the actions apply to\. Of KMS/,
      undefined,
    ],
    [
      policy('{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["|*"]}'),
      /Every resource that the actions apply to/,
      undefined,
      /KMS/,
    ],
    [
      policy('{"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "Resource": "|*"}'),
      /for a Deny that is mostly what is meant/,
      undefined,
    ],
    [
      policy('{"Effect": "Deny", "Action": "kms:*", "Resource": "|*"}'),
      /in every account that the service control policy/,
      /scps/,
      undefined,
      'scp',
    ],
    [
      policy('{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "|*"}'),
      /resource control policies cover/,
      /rcps/,
      undefined,
      'rcp',
    ],
    [
      policy('{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "|*"}'),
      /this policy is attached to/,
      undefined,
    ],
  ],
  'another Resource': [
    [
      policy(
        '{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111122223333:alias/|app"}',
      ),
      /an alias ARN only serves/,
      /cmks-in-iam/,
    ],
    [
      policy('{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/|*"}'),
      /Every KMS key that fits key\/\*.*key policy of that key/,
      undefined,
    ],
    [
      policy('{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "1234abcd-12ab-34cd-56ef-1234567890|ab"}'),
      /A key id does not name a key/,
      undefined,
    ],
    [
      policy('{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:user|name}/*"}'),
      /filled in from the request: The name of the IAM user/,
      undefined,
    ],
    [
      '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:user|name}/*"}]}',
      /plain text here/,
      undefined,
    ],
    [
      policy('{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::GetAtt": ["Key", "A|rn"]}}'),
      /template fills in/,
      undefined,
    ],
  ],
  'a principal': [
    [
      allow('{"AWS": "arn:aws:iam::111122223333:ro|ot"}'),
      /whole account 111122223333, not just its root user.*IAM policies there.*owns the key/,
      /key-policy-default/,
    ],
    [
      allow('{"AWS": "444455|556666"}'),
      /whole account 444455556666.*another account than the key's.*the same as arn:aws:iam::444455556666:root/,
      /external-accounts/,
    ],
    [
      allow('{"AWS": "arn:aws:iam::111122223333:role/a|pp"}'),
      /The role app.*no IAM policy is needed/,
      undefined,
      /another account/,
    ],
    [
      allow(
        '{"AWS": "arn:aws:iam::444455556666:role/a|pp"}',
        '"Action": ["kms:Decrypt", "kms:PutKeyPolicy"], "Resource": "*"',
      ),
      /another account than the key.*IAM policy there.*never work from another account: kms:PutKeyPolicy/,
      /external-accounts/,
      /no IAM policy is needed/,
    ],
    [
      allow('{"AWS": "arn:aws:sts::111122223333:assumed-role/app/ses|sion"}'),
      /One session of the role app.*arn:aws:iam::111122223333:role\/app/,
      undefined,
    ],
    [allow('{"AWS": "AROAEXAMPLE|EXAMPLE123"}'), /a role that has been deleted.*matches nobody/, undefined],
    [allow('{"AWS": "AIDAEXAMPLE|EXAMPLE123"}'), /a user that has been deleted/, undefined],
    [allow('{"AWS": "arn:aws:iam::111122223333:group/de|v"}'), /Groups are never principals/, undefined],
    [
      allow(
        '{"AWS": "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleFor|AutoScaling"}',
      ),
      /service-linked role.*autoscaling\.amazonaws\.com.*cannot be changed/,
      undefined,
    ],
    [
      allow(
        '{"AWS": "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789ab|cdef"}',
      ),
      /permission set Admin/,
      undefined,
    ],
    [allow('"|*"'), /Everyone in every AWS account.*No condition narrows it/, undefined],
    [
      keyPolicy('{"Effect": "Deny", "Principal": "|*", "Action": "kms:*", "Resource": "*"}'),
      /Everyone: every account, user, role and service/,
      undefined,
    ],
    [
      policy(
        '{"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amaz|onaws.com"}, "Action": "sts:AssumeRoleWithWebIdentity"}',
      ),
      /identity provider Amazon Cognito.*cognito-identity\.amazonaws\.com:aud.*is due/,
      undefined,
      /AWS service/,
    ],
    [
      policy(
        '{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.github|usercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:o/r:ref:refs/heads/main"}}}',
      ),
      /token\.actions\.githubusercontent\.com.*AssumeRoleWithWebIdentity/,
      undefined,
      /is due/,
    ],
    [
      policy(
        '{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Ok|ta"}, "Action": "sts:AssumeRoleWithSAML"}',
      ),
      /Okta.*AssumeRoleWithSAML/,
      undefined,
      /is due/,
    ],
    [allow('{"AWS": {"Fn::GetAtt": ["Role", "A|rn"]}}'), /template fills in/, undefined, /cannot be recognized/],
    [
      allow('{"Service": "cloud|trail.amazonaws.com"}'),
      /calling as itself.*condition on aws:SourceArn.*is due.*AWS CloudTrail/,
      /create-kms-key-policy-for-cloudtrail/,
    ],
    [
      allow(
        '{"Service": "cloud|trail.amazonaws.com"}',
        '"Action": "kms:GenerateDataKey*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}',
      ),
      /says for whom it may act: aws:SourceAccount/,
      undefined,
      /is due/,
    ],
    [
      allow('{"Service": "logs.eu-west-1.amazon|aws.com"}'),
      /condition on kms:EncryptionContext:aws:logs:arn is due/,
      undefined,
    ],
    [allow('{"Service": "s3.eu-west-1.amazon|aws.com"}'), /under s3\.amazonaws\.com without a Region/, undefined],
    [allow('{"Service": "clodtrail.amazon|aws.com"}'), /not among the known ones/, undefined],
    [
      policy(
        '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:ro|ot"}, "Action": "sts:AssumeRole"}',
      ),
      /also needs an IAM policy that allows sts:AssumeRole/,
      undefined,
      /key/,
    ],
    [
      policy('{"Effect": "Allow", "Principal": {"Service": "lambda.amazon|aws.com"}, "Action": "sts:AssumeRole"}'),
      /may assume the role/,
      undefined,
      /is due/,
    ],
    [
      keyPolicy(
        '{"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:role/a|pp"}, "Action": "kms:*", "Resource": "*"}',
      ),
      /Excepted: .*The role app/,
      undefined,
    ],
    [
      `{"Statement": [${root.replace('111122223333', '${AWS::AccountId}')}, {"Effect": "Allow", "Principal": {"AWS": {"Fn::Sub": "arn:aws:iam::\${AWS::AccountId}:role/a|pp"}}, "Action": "kms:Decrypt", "Resource": "*"}]}`,
      /The role app of account \$\{AWS::AccountId\}.*owns the key/,
      undefined,
      /another account/,
    ],
  ],
  'an action': [
    [
      allow('"*"', '"Action": "kms:De|crypt", "Resource": "*"'),
      /Decrypts ciphertext.*Access level: Write.*other accounts: yes.*grant: yes.*DryRun: yes/,
      /API_Decrypt/,
    ],
    [allow('"*"', '"Action": "kms:list|keys", "Resource": "*"'), /has no effect: only an IAM policy/, undefined],
    [
      policy('{"Effect": "Allow", "Action": "kms:List|Keys", "Resource": "*"}'),
      /Lists the keys/,
      undefined,
      /has no effect: only/,
    ],
    [
      allow('{"AWS": "arn:aws:iam::444455556666:role/x"}', '"Action": "kms:PutKey|Policy", "Resource": "*"'),
      /never works from another account, so not for every principal here/,
      undefined,
    ],
    [
      allow('"*"', '"Action": "kms:Generate|*", "Resource": "*"'),
      /6 KMS permissions.*kms:GenerateDataKey: Makes.*1 more fit, but have no effect|kms:GenerateDataKey/,
      undefined,
    ],
    [
      allow('"*"', '"Action": "kms:|*", "Resource": "*"'),
      /riskiest first.*kms:PutKeyPolicy: Replaces.*kms:CreateGrant.*and \d+ more/,
      undefined,
    ],
    [allow('"*"', '"Action": "kms:Decrpyt|", "Resource": "*"'), /no permission of this name/, undefined],
    [
      allow('"*"', '"Action": ["kms:Decrypt", "kms:Re|Encrypt"], "Resource": "*"'),
      /kms:ReEncryptFrom, kms:ReEncryptTo/,
      undefined,
    ],
    [
      policy('{"Effect": "Allow", "Action": "s3:get|object", "Resource": "*"}'),
      /Retrieve objects from Amazon S3.*Read/,
      /list_amazons3/,
    ],
    [
      policy('{"Effect": "Allow", "Action": "iam:|*", "Resource": "*"}'),
      /actions of AWS Identity and Access Management.*Permissions management \d+, .*iam:[A-Z]/,
      undefined,
    ],
    [
      policy('{"Effect": "Allow", "Action": "s3:GetObjekt|", "Resource": "*"}'),
      /Amazon S3 has no action GetObjekt/,
      undefined,
    ],
    [
      policy('{"Effect": "Allow", "Action": "nosuch:G|et", "Resource": "*"}'),
      /No AWS service has the prefix nosuch/,
      undefined,
    ],
    [
      keyPolicy('{"Effect": "Allow", "Principal": "*", "NotAction": "kms:Decr|ypt", "Resource": "*"}'),
      /Excepted: the statement is about everything else\. Decrypts/,
      undefined,
    ],
  ],
  'an element': [
    [allow('"*"').replace('"Version"', '"Ver|sion"'), /not a date to keep current/, /elements_version/],
    ['{"Version": "2008-10|-17", "Statement": []}', /policy variables.*are plain text/, undefined],
    [keyPolicy('{"Si|d": "a b", "Effect": "Allow"}'), /no effect on access.*may hold spaces/, undefined],
    [policy('{"Sid": "a|b", "Effect": "Allow", "Action": "kms:*", "Resource": "*"}'), /letters and digits/, undefined],
    [
      allow('"*"').replace(/"Effect": "Allow"(?!.*"Effect")/, '"Effect": "Al|low"'),
      /needs no IAM policy.*This statement lets everyone decrypt/,
      undefined,
    ],
    [policy('{"Effect": "Al|low", "Action": "kms:Decrypt", "Resource": "*"}'), /one lock of two/, undefined],
    [policy('{"Effect": "Al|low", "Action": "*", "Resource": "*"}'), /Gives nobody anything/, /scps/, undefined, 'scp'],
    [policy('{"Effect": "De|ny", "Action": "*", "Resource": "*"}'), /A Deny wins over every Allow/, undefined],
    [
      policy('{"Effect": "Allow", "Not|Action": "iam:*", "Resource": "*"}'),
      /It does not deny what is listed/,
      /notaction/,
    ],
    [
      policy('{"Effect": "Deny", "Not|Action": "iam:*", "Resource": "*"}'),
      /is denied\. It does not allow what is listed/,
      undefined,
    ],
    [
      keyPolicy('{"Effect": "Allow", "Not|Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}'),
      /lets in everyone else, in every AWS account/,
      /notprincipal/,
    ],
    [
      keyPolicy('{"Effect": "Deny", "Not|Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}'),
      /permissions boundary is always denied.*ArnNotLike/,
      undefined,
    ],
    [
      policy('{"Effect": "Allow", "Princi|pal": "*", "Action": "kms:*", "Resource": "*"}'),
      /An identity-based policy has no Principal/,
      undefined,
      undefined,
      'identity',
    ],
    [
      keyPolicy('{"Effect": "Allow", "Principal": {"Feder|ated": "x"}, "Action": "kms:*", "Resource": "*"}'),
      /belong into trust policies/,
      undefined,
    ],
    [
      allow('"*"', '"Action": "kms:*", "Resource": "*", "Cond|ition": {}'),
      /have to be met \(and\).*alternatives \(or\)/,
      undefined,
    ],
  ],
  'a condition': [
    [
      keyPolicy(
        '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEquals": {"kms:Via|Service": "s3.eu-west-1.amazonaws.com"}}}',
      ),
      /hits every direct call.*locks them out/,
      /conditions-kms-via-service/,
    ],
    [
      keyPolicy(
        '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"Null": {"kms:ViaService": "false"}, "StringNotEquals": {"kms:Via|Service": "s3.eu-west-1.amazonaws.com"}}}',
      ),
      /A direct call/,
      undefined,
      /hits every direct call/,
    ],
    [
      allow(
        '{"Service": "sns.amazonaws.com"}',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:Via|Service": "x"}}',
      ),
      /never sends kms:ViaService, so this statement never applies/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:pro|ject": "x"}}',
      ),
      /do not carry kms:EncryptionContext:project, so it never allows them: kms:DescribeKey/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:DescribeKey", "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:pro|ject": "x"}}',
      ),
      /No action of this statement carries/,
      undefined,
    ],
    [
      policy(
        '{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringLike": {"s3:pre|fix": "x"}}}',
      ),
      /Filters access by key name prefix/,
      /list_amazons3/,
    ],
    [
      policy(
        '{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringLike": {"aws:Principle|Arn": "x"}}}',
      ),
      /no condition key of this name/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringNot|LikeIfExists": {"kms:ViaService": "x"}}',
      ),
      /none of those listed\. Met as well when the request does not carry/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"ForAll|Values:StringEquals": {"aws:TagKeys": "x"}}',
      ),
      /Met as well when the request does not carry.*every value of the request/,
      /multi-valued/,
    ],
    [
      allow('"*"', '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"N|ull": {"kms:ViaService": "true"}}'),
      /"true" is met when it is absent/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"Numeric|LessThanEquals": {"aws:MultiFactorAuthAge": "3600"}}',
      ),
      /number is at most the one given/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEqual|": {"kms:ViaService": "true"}}',
      ),
      /no such condition operator/,
      undefined,
    ],
    [
      allow('"*"', '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"stringequals|": {"kms:ViaService": "x"}}'),
      /AWS writes it StringEquals, and IAM refuses stringequals\. Met when the value is one of those listed/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"Null|IfExists": {"kms:ViaService": "true"}}',
      ),
      /no such condition operator/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"ForAllValues:Nu|ll": {"aws:TagKeys": "true"}}',
      ),
      /Always met: with ForAllValues/,
      undefined,
      /several values/,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"ForAnyValue:StringNotEquals|IfExists": {"aws:TagKeys": "a"}}',
      ),
      /Met as well when the request does not carry the key/,
      undefined,
      /Not met when/,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "ec2.ap-northeast-1.amazon|aws.com"}}',
      ),
      /Amazon Elastic Block Store.*ap-northeast-1/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.amazon|aws.com"}}',
      ),
      /Without a Region it is a service principal, and never matches/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:CallerAccount": "444455|556666"}}',
      ),
      /another account than the one that owns the key/,
      undefined,
    ],
    [
      allow(
        '"*"',
        '"Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:a": "x|*"}}',
      ),
      /StringEquals knows no wildcards.*StringLike does/,
      undefined,
    ],
  ],
};

describe('a hover', () => {
  for (const [what, list] of Object.entries(cases)) {
    describe(`over ${what}`, () => {
      for (const [text, says, page, never, kind] of list) {
        it(text, () => {
          const hover = hoverIn(text, kind);
          assert.ok(hover);
          const told = [...hover.text.lead, ...hover.text.details].map(sayEnglish).join(' ');
          assert.match(told, says);
          if (never) {
            assert.doesNotMatch(told, never);
          }
          assert.match(hover.text.page, page ?? /^https:\/\/docs\.aws\.amazon\.com\//);
          assert.ok(hover.text.lead.length > 0 && hover.text.lead.length <= 4);
          assert.doesNotMatch(told, /\{\w+\}(?!\/)|undefined/);
        });
      }
    });
  }

  it('is about the whole string, in an escaped policy too', () => {
    const marked = JSON.stringify({ Policy: allow('"*"', '"Action": "kms:De|crypt", "Resource": "*"') });
    const hover = hoverIn(marked);
    const { text } = cursorIn(marked);
    assert.equal(hover && text.slice(hover.offset, hover.offset + hover.length), '\\"kms:Decrypt\\"');
  });

  for (const text of [
    '{"na|me": "x"}',
    '{"Action": "kms:De|crypt"}',
    `{"Policy": ${allow('"*"')}, "other": "kms:De|crypt"}`,
    allow('"*"', '"Action": | "kms:Decrypt"'),
    'kms:De|crypt',
    '|',
  ]) {
    it(`says nothing here: ${text}`, () => {
      assert.equal(hoverIn(text), undefined);
    });
  }

  it('asks for other services only where it speaks of one', () => {
    const needs = (marked: string) => {
      const { text, offset } = cursorIn(marked);
      return needsServices(locate(text), offset);
    };
    assert.equal(needs(allow('"*"', '"Action": "kms:De|crypt", "Resource": "*"')), false);
    assert.equal(needs(policy('{"Effect": "Allow", "Action": "s3:Get|Object", "Resource": "*"}')), true);
    assert.equal(needs(policy('{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "|*"}')), false);
  });

  it('shows text from the file as code or escaped: no link, command or HTML', () => {
    for (const evil of [
      '[x](command:doubleLock.explain)',
      '<img src=x onerror=alert(1)>',
      '`` ` [a](b)',
      '![](https://example.com/x.png)',
      '$(zap) **b** <https://example.com>',
    ]) {
      for (const text of [
        allow(`{"AWS": ${JSON.stringify(`arn:aws:iam::111122223333:role/${evil}`).replace('role', 'ro|le')}}`),
        allow(`{"Service": ${JSON.stringify(`${evil}.amazonaws.com`).replace('.amazon', '.ama|zon')}}`),
        allow('"*"', `"Action": ${JSON.stringify(`nosuch:${evil}`).replace('nosuch', 'no|such')}, "Resource": "*"`),
        allow(
          '"*"',
          `"Action": "kms:Decrypt", "Resource": ${JSON.stringify(`arn:aws:s3:::${evil}`).replace(':::', ':|::')}`,
        ),
        allow(
          '"*"',
          `"Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {${JSON.stringify(`kms:EncryptionContext:${evil}`).replace('kms', 'k|ms')}: "x"}}`,
        ),
      ]) {
        const hover = hoverIn(text);
        assert.ok(hover, text);
        const markdown = hoverMarkdown(hover.text);
        const outsideCode = markdown.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/gs, '');
        assert.doesNotMatch(outsideCode.replace(/\\./g, ''), /\]\((?!https:\/\/docs\.aws\.amazon\.com\/)|<|\$\(|\*\*/);
      }
    }
  });
});
