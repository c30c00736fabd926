import { inMarkdown } from '../../src/text/inMarkdown';
import { strict as assert } from 'node:assert';
import { compareAccess, type Grant, type Reason } from '../../src/access';
import { parsePolicy } from '../../src/policy';
import { keyOfPolicy, whatChangesReport, whoCanUseReport } from '../../src/explanation';

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const root = {
  Sid: 'Root',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};
const app = {
  Sid: 'App',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/team/App' },
  Action: ['kms:Decrypt', 'kms:DescribeKey'],
  Resource: '*',
};
const partner = {
  Sid: 'Partner',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::444455556666:role/Partner' },
  Action: 'kms:Decrypt',
  Resource: '*',
};
const everyone = {
  Effect: 'Allow',
  Principal: '*',
  Action: 'kms:Decrypt',
  Resource: '*',
  Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
};
const admin = {
  Sid: 'Admin',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/Admin' },
  Action: ['kms:PutKeyPolicy', 'kms:GetKeyPolicy'],
  Resource: '*',
};

const text = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const policy = (...statements: object[]) => parsePolicy(text(...statements));

/** The row of the table that is about a principal: its cells. */
function cells(markdown: string, principal: string): string[] | undefined {
  return markdown
    .split('\n')
    .find(l => l.startsWith('| ') && l.includes(principal))
    ?.split(' | ')
    .map(c => c.replace(/^\| | \|$/g, ''));
}

function who(
  statements: readonly object[],
  more: {
    keyArn?: string;
    grants?: readonly Grant[];
    placeOf?: (reason: Reason) => { line: number; href?: string };
  } = {},
): string {
  return inMarkdown(whoCanUseReport({ policy: policy(...statements), name: 'key-policy.json', ...more }));
}

describe('Who can use this key', () => {
  it('has a column for using, managing, granting and reading', () => {
    assert.deepEqual(cells(who([root, app], { keyArn }), 'team/App')?.slice(1), [
      'Decrypt',
      '–',
      '–',
      'DescribeKey',
      'App',
    ]);
  });

  it('is honest about the root statement', () => {
    const markdown = who([root], { keyArn });
    assert.ok(
      cells(markdown, ':root')
        ?.slice(1, 5)
        .every(c => c === 'everything<br>*depends on IAM in account 111122223333*'),
      markdown,
    );
    assert.match(markdown, /\*\*Through IAM: depends on account `111122223333`\.\*\*/);
  });

  it('says that another account must allow it too', () => {
    const markdown = who([root, partner], { keyArn });
    assert.equal(cells(markdown, 'role/Partner')?.[1], 'Decrypt<br>*depends on IAM in account 444455556666*');
    assert.match(markdown, /Principals of account `444455556666` need an IAM policy there as well/);
  });

  it('concludes the key’s account from the policy where nobody names the key', () => {
    assert.match(cells(who([root, partner]), 'role/Partner')?.[1] ?? '', /444455556666/);
    assert.equal(cells(who([root, app]), 'team/App')?.[1], 'Decrypt');
  });

  it('says who everyone is, and under which reservation', () => {
    const markdown = who([everyone], { keyArn });
    assert.equal(cells(markdown, 'everyone')?.[1], 'Decrypt<br>*under conditions*');
    assert.match(markdown, /every identity of every AWS account/);
  });

  it('leaves out what a deny takes, and lists the deny', () => {
    const deny = {
      Sid: 'Out',
      Effect: 'Deny',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/team/App' },
      Action: 'kms:Decrypt',
      Resource: '*',
    };
    const markdown = who([root, app, deny], { keyArn });
    assert.equal(cells(markdown, 'team/App')?.[1], '–');
    assert.match(markdown, /## What is denied\n\n- Out: .*App.*decrypt/);
  });

  it('counts grants in, and says so when they were not read', () => {
    const grants: Grant[] = [
      { GrantId: 'g1', GranteePrincipal: 'arn:aws:iam::111122223333:role/Worker', Operations: ['Decrypt'] },
    ];
    assert.deepEqual(cells(who([root], { keyArn, grants }), 'role/Worker')?.slice(1), [
      'Decrypt',
      '–',
      '–',
      '–',
      'grant g1',
    ]);
    assert.match(who([root], { keyArn }), /without the key’s grants/);
  });

  it('says so when nobody is let in, and when the text is broken', () => {
    assert.match(who([]), /\*\*Nobody\.\*\*/);
    assert.match(
      inMarkdown(whoCanUseReport({ policy: parsePolicy(text(app).slice(0, -2)), name: 'x' })),
      /not valid JSON/,
    );
  });

  it('leads to the statement: a link where there is one, else the line', () => {
    assert.equal(
      cells(who([app], { placeOf: () => ({ line: 3, href: '/a b.json#L3' }) }), 'team/App')?.[5],
      '[App](</a b.json#L3>)',
    );
    assert.equal(cells(who([app], { placeOf: () => ({ line: 3 }) }), 'team/App')?.[5], 'App, line 3');
  });

  it('shows outside text literally', () => {
    const evil = {
      ...app,
      Sid: '[x](command:evil) | <b>',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/[y](command:evil)' },
    };
    const markdown = who([evil]).replace(/`[^`]*`/g, '');
    assert.ok(!markdown.includes('](command:'), markdown);
    assert.ok(!markdown.includes('<b>'), markdown);
  });
});

describe('keyOfPolicy', () => {
  it('prefers what is known, then a key among the resources, then a stand-in of the account', () => {
    assert.equal(keyOfPolicy(policy(root), keyArn), keyArn);
    assert.equal(keyOfPolicy(policy({ ...app, Resource: keyArn })), keyArn);
    assert.match(keyOfPolicy(policy(root)) ?? '', /:111122223333:key\//);
    assert.equal(keyOfPolicy(policy(everyone)), undefined);
  });
});

function change(before: object[], after: object[] | string, caller?: string): string {
  const next = typeof after === 'string' ? parsePolicy(after) : policy(...after);
  return inMarkdown(
    whatChangesReport({
      change: compareAccess(policy(...before), next, keyArn, caller),
      before: 'live',
      after: 'draft',
      broken: next.errors.length > 0,
    }),
  );
}

function section(markdown: string, title: string): string {
  return markdown.split(/^## /m).find(s => s.startsWith(title)) ?? '';
}

describe('What would change', () => {
  it('says who gains and who loses what', () => {
    const markdown = change([admin, app], [admin, partner]);
    assert.match(section(markdown, 'Who gains'), /Partner.*Decrypt<br>\*depends on IAM in account 444455556666\*/);
    assert.match(section(markdown, 'Who loses'), /App.*Decrypt, DescribeKey/);
    assert.match(section(markdown, 'Who could do nothing any more'), /role\/team\/App/);
  });

  it('says so when nothing changes', () => {
    const markdown = change([admin], [{ ...admin, Sid: 'Renamed' }]);
    assert.match(markdown, /Nobody gains and nobody loses access/);
    assert.match(markdown, /Nobody is locked out/);
    assert.equal(section(markdown, 'Who'), '');
  });

  it('warns when nobody could change the policy any more, and when the caller could not', () => {
    const markdown = change([admin], [app], 'arn:aws:iam::111122223333:role/Admin');
    assert.match(markdown, /\*\*Nobody could change the key policy any more\*\*/);
    assert.match(markdown, /\*\*You would lock yourself out\*\*/);
  });

  it('leaves a caller that IAM decides about in the open', () => {
    assert.match(change([admin], [root], 'arn:aws:iam::111122223333:role/Admin'), /depends on your IAM policies/);
  });

  it('tells looser conditions from new access', () => {
    assert.match(
      section(change([admin, everyone], [admin, { ...everyone, Condition: undefined }]), 'Who gains'),
      /the conditions change/,
    );
  });

  it('says that KMS would refuse broken JSON', () => {
    assert.match(change([admin], text(admin).slice(0, -1)), /not valid JSON/);
  });
});
