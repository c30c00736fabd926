import { inMarkdown } from '../../src/text/inMarkdown';
import { strict as assert } from 'node:assert';
import type { Grant } from '../../src/access';
import type { DeniedBy } from '../../src/denial';
import { diagnose, type Evidence } from '../../src/diagnosis';
import { explanation, type LockRow, lockRows, verdictSays } from '../../src/explanation';
import { sayEnglish } from '../../src/text/say';
import {
  adminStatement,
  denial,
  evidence,
  identity,
  keyArn,
  liveKey,
  ok,
  policyText,
  refused,
  rootStatement,
} from './evidence';

const decryptAnywhere = { Sid: 'Decrypt', Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };
const denyMyRole = {
  Sid: 'Out',
  Effect: 'Deny',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/MyRole' },
  Action: 'kms:*',
  Resource: '*',
};
const myRole = {
  Sid: 'In',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/MyRole' },
  Action: 'kms:Decrypt',
  Resource: '*',
};
const grant: Grant = {
  GrantId: 'g1',
  KeyId: keyArn,
  GranteePrincipal: 'arn:aws:iam::111122223333:role/MyRole',
  Operations: ['Decrypt'],
};

/** `iam open: an IAM policy allows it [Decrypt allows]` */
function line({ id, verdict, says, applying }: LockRow): string {
  const through = applying.map(({ reason, effect, certain }) => {
    const name = reason.kind === 'grant' ? reason.grant.GrantId : reason.statement.sid?.value?.value;
    return `${name} ${certain ? '' : 'perhaps '}${effect}`;
  });
  return `${id} ${verdict}: ${sayEnglish(says)}${through.length === 0 ? '' : ` [${through.join(', ')}]`}`;
}

function lines(read: Evidence): string[] {
  return lockRows(diagnose(read)).map(line);
}

function row(read: Evidence, id: LockRow['id']): string | undefined {
  return lines(read).find(l => l.startsWith(`${id} `));
}

const open = evidence(policyText(rootStatement), { identity: identity(decryptAnywhere) });

describe('lockRows', () => {
  it('shows the statements behind locks that are open, also behind a shut one', () => {
    assert.deepEqual(lines(evidence(policyText(adminStatement), { identity: identity(decryptAnywhere) })), [
      'iam open: an IAM policy allows it, without effect while the key policy is shut [Decrypt allows]',
      'key-policy shut: lets neither the caller nor its account in',
      'grants none: the key has none',
      'key-state open: Enabled',
    ]);
  });

  it('tells naming the caller from leaving it to IAM', () => {
    assert.equal(
      row(open, 'key-policy'),
      'key-policy delegated: lets the account in: IAM policies decide [Enable IAM User Permissions leaves-to-iam]',
    );
    const named = evidence(policyText(rootStatement, myRole), { identity: identity() });
    assert.equal(
      row(named, 'key-policy'),
      'key-policy open: lets the caller in [Enable IAM User Permissions leaves-to-iam, In allows]',
    );
    assert.equal(row(named, 'iam'), 'iam not-needed: the key policy names the caller itself');
  });

  it('puts a deny first', () => {
    assert.equal(
      row(evidence(policyText(rootStatement, denyMyRole), { identity: identity(decryptAnywhere) }), 'key-policy'),
      'key-policy shut: denies explicitly [Out denies, Enable IAM User Permissions leaves-to-iam]',
    );
  });

  it('marks a statement whose conditions the error does not settle', () => {
    const viaS3 = { ...myRole, Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } };
    const told = (deniedBy: DeniedBy): string | undefined =>
      row(evidence(policyText(viaS3), { denial: denial({ deniedBy }), identity: identity() }), 'key-policy');
    assert.equal(
      told('unknown'),
      'key-policy unknown: depends on something that the error does not show [In perhaps allows]',
    );
    assert.equal(
      told('no-resource-policy'),
      'key-policy shut: lets the caller in under conditions that this call did not meet [In unmet]',
    );
  });

  it('says why a lock is unknown', () => {
    assert.equal(row({ ...open, identity: 'reading' }, 'iam'), 'iam unknown: still reading');
    assert.equal(row({ ...open, identity: refused('iam:GetRole') }, 'iam'), 'iam unknown: could not be read');
    assert.equal(
      row({ ...open, keyPolicy: refused('kms:GetKeyPolicy'), denial: denial({ deniedBy: 'unknown' }) }, 'key-policy'),
      'key-policy unknown: could not be read',
    );
    assert.equal(row({ denial: denial({ deniedBy: 'unknown' }) }, 'key-policy'), 'key-policy unknown: was not read');
  });

  it('takes AWS’s word for what could not be read', () => {
    assert.equal(row({ denial: denial() }, 'key-policy'), 'key-policy shut: does not allow it, as AWS says');
    assert.equal(
      row({ denial: denial({ deniedBy: 'explicit-deny-identity' }) }, 'iam'),
      'iam shut: denies explicitly, as AWS says',
    );
    assert.equal(
      row({ denial: denial({ deniedBy: 'explicit-deny-scp' }) }, 'scp'),
      'scp shut: denies explicitly, as AWS says',
    );
    assert.equal(row({ denial: denial() }, 'scp'), undefined, 'no word of policies that nobody mentions');
  });

  it('has a row for a permissions boundary that was read', () => {
    const bounded = (...statements: object[]): Evidence =>
      evidence(policyText(rootStatement), {
        identity: ok({
          policies: [{ name: 'App', kind: 'inline', text: policyText(decryptAnywhere) }],
          boundary: { name: 'B', kind: 'boundary', text: policyText(...statements) },
          unread: [],
        }),
      });
    assert.equal(row(bounded({ ...decryptAnywhere, Action: 's3:*' }), 'boundary'), 'boundary shut: does not allow it');
    assert.equal(row(bounded(decryptAnywhere), 'boundary'), 'boundary open: allows it [Decrypt allows]');
  });

  it('judges grants for this caller and this operation', () => {
    const grants = (...list: Grant[]): string | undefined =>
      row(evidence(policyText(adminStatement), { grants: ok(list), identity: identity() }), 'grants');
    assert.equal(grants(grant), 'grants open: a grant lets the caller in [g1 allows]');
    assert.equal(
      grants({ ...grant, Operations: ['Encrypt'] }),
      'grants none: none of 1 is for this caller and operation',
    );
    assert.equal(
      grants({ ...grant, GranteePrincipal: 'arn:aws:iam::111122223333:role/Other' }),
      'grants none: none of 1 is for this caller and operation',
    );
    assert.equal(
      row(
        evidence(policyText(adminStatement), {
          denial: denial({ encryptionContext: { a: '2' } }),
          grants: ok([{ ...grant, Constraints: { EncryptionContextEquals: { a: '1' } } }]),
          identity: identity(),
        }),
        'grants',
      ),
      'grants shut: there is one for the caller, but the request does not meet its constraints [g1 unmet]',
    );
    assert.equal(row({ ...open, grants: refused('kms:ListGrants') }, 'grants'), 'grants unknown: could not be listed');
    assert.equal(
      row({ ...open, denial: denial({ action: 'kms:PutKeyPolicy' }) }, 'grants'),
      'grants none: no grant can give this operation',
    );
  });

  it('says what the key’s state makes of the operation', () => {
    const state = (value: typeof liveKey.state, action = 'kms:Decrypt'): string | undefined =>
      row({ ...open, key: ok({ ...liveKey, state: value }), denial: denial({ action }) }, 'key-state');
    assert.equal(state('Enabled'), 'key-state open: Enabled');
    assert.equal(state('Disabled'), 'key-state shut: Disabled: the operation fails with DisabledException');
    assert.equal(state('Disabled', 'kms:DescribeKey'), 'key-state open: Disabled');
    assert.equal(
      state('Enabled', 'kms:CancelKeyDeletion'),
      'key-state shut: Enabled: the operation fails with KMSInvalidStateException',
    );
  });

  it('shows the key’s state alone where nobody can say who called', () => {
    const disabled = denial({ kind: 'disabled', principal: null, principalType: null, deniedBy: null });
    assert.deepEqual(
      lines(evidence(policyText(rootStatement), { denial: disabled, key: ok({ ...liveKey, state: 'Disabled' }) })),
      ['key-state shut: Disabled: the operation fails with DisabledException'],
    );
  });
});

describe('the explanation', () => {
  const cases: [string, Evidence][] = [
    ['shut key policy', evidence(policyText(adminStatement), { identity: identity(decryptAnywhere) })],
    ['explicit deny', evidence(policyText(rootStatement, denyMyRole), { identity: identity(decryptAnywhere) })],
    ['a grant', evidence(policyText(adminStatement), { grants: ok([grant]), identity: identity() })],
    ['a disabled key', { ...open, key: ok({ ...liveKey, state: 'Disabled' }) }],
  ];
  for (const [name, read] of cases) {
    it(`draws and lists the same facts: ${name}`, () => {
      const diagnosis = diagnose(read);
      const markdown = inMarkdown(explanation(diagnosis));
      const label = decoded(/aria-label="([^"]*)"/.exec(markdown)?.[1] ?? '');
      for (const r of lockRows(diagnosis)) {
        assert.ok(
          markdown.includes(`| ${sayEnglish(r.name)} | **${sayEnglish(verdictSays(r.verdict))}** |`),
          `${sayEnglish(r.name)} in the table`,
        );
        assert.ok(
          label.includes(`${sayEnglish(r.name)}: ${sayEnglish(verdictSays(r.verdict))}, ${sayEnglish(r.says)}`),
          `${sayEnglish(r.name)} for a screen reader: ${label}`,
        );
      }
    });
  }

  it('draws and lists nothing where nothing was read: the verdict says it all', () => {
    const markdown = inMarkdown(explanation(diagnose({ denial: denial({ deniedBy: 'explicit-deny-scp' }) })));
    assert.match(markdown, /^# A Deny keeps `MyRole` out: it stands in a service control policy/);
    assert.doesNotMatch(markdown, /<svg|\| IAM lock \|/);
  });

  it('draws no colour of its own', () => {
    const svg = /<svg[^]*<\/svg>/.exec(inMarkdown(explanation(diagnose(open))))?.[0] ?? '';
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(m => m[1] ?? '');
    assert.ok(colours.length > 10);
    assert.deepEqual(
      colours.filter(c => c !== 'none' && c !== 'currentColor' && !/^var\(--vscode-[a-zA-Z-]+\)$/.test(c)),
      [],
    );
  });

  it('lets no name out of the picture', () => {
    const evil = 'arn:aws:sts::111122223333:assumed-role/<script>alert(1)</script>"|`/x';
    const markdown = inMarkdown(explanation(diagnose({ ...open, denial: denial({ principal: evil }) })));
    const svg = /<svg[^]*<\/svg>/.exec(markdown)?.[0] ?? '';
    assert.ok(!/<script|alert\(/.test(svg), svg);
    assert.ok(!/\n\s*\n/.test(svg), 'an empty line would end the HTML block');
  });
});

function decoded(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
