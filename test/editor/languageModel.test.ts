import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const denied = `An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:sts::111122223333:assumed-role/app/i-0abc is not authorized to perform: kms:Decrypt on resource: ${key} because no resource-based policy allows the kms:Decrypt action`;
const root = {
  Sid: 'Root',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};

async function invoke(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

describe('language-model tools', () => {
  it('are offered to every model', () => {
    assert.deepEqual(
      vscode.lm.tools
        .map(t => t.name)
        .filter(n => n.startsWith('doubleLock_'))
        .sort(),
      ['doubleLock_checkPolicy', 'doubleLock_decideAccess', 'doubleLock_explainDenial'],
    );
  });

  it('explain a denial from its text', async () => {
    assert.match(await invoke('doubleLock_explainDenial', { text: denied }), /key policy/);
    assert.match(await invoke('doubleLock_explainDenial', { text: 'hello' }), /No KMS error/);
  });

  it('ask AWS only when the user agreed, whatever the chat approves', async () => {
    // Nobody answers a modal question in a test, so it is not agreed to.
    assert.match(await invoke('doubleLock_explainDenial', { text: denied, profile: 'default' }), /^AWS was not asked/);
  });

  it('check a policy', async () => {
    const wrong = JSON.stringify(
      { Version: '2012-10-17', Statement: [root, { ...root, Sid: 'Use', Action: 'kms:Decript' }] },
      undefined,
      2,
    );
    assert.match(await invoke('doubleLock_checkPolicy', { policy: wrong }), /\d+:\d+ error invalid-action/);
    assert.match(
      await invoke('doubleLock_checkPolicy', { policy: JSON.stringify({ Version: '2012-10-17', Statement: [root] }) }),
      /No findings/,
    );
    assert.match(await invoke('doubleLock_checkPolicy', { policy: 'no JSON' }), /no policy/);
  });

  it('decide access', async () => {
    const request = {
      principal: 'arn:aws:iam::111122223333:role/app',
      action: 'kms:Decrypt',
      keyArn: key,
      keyPolicy: { Version: '2012-10-17', Statement: [root] },
      grants: [],
    };
    assert.match(await invoke('doubleLock_decideAccess', { ...request, identityPolicies: [] }), /^denied/);
    assert.match(
      await invoke('doubleLock_decideAccess', {
        ...request,
        identityPolicies: [{ Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: key }] }],
      }),
      /^allowed/,
    );
    assert.match(await invoke('doubleLock_decideAccess', request), /^unknown/);
    assert.match(await invoke('doubleLock_decideAccess', { ...request, action: 'decrypt' }), /cannot be decided/);
  });
});
