import * as vscode from 'vscode';
import { type Denial, readKeyName, withCaller } from '../../denial';
import { parseKeyArn, parsePrincipal } from '../../policy';
import type { Session } from '../../ports';
import { kmsOperations } from '../../reference';
import { message, type Message } from '../../text/message';
import type { Host } from '../host';
import { pickKey, typeKey } from './keyPicker';

type Field = 'action' | 'resource' | 'principal';

const fields: Readonly<Record<Field, { readonly name: Message; readonly icon: string }>> = {
  action: { name: message('Operation'), icon: '$(symbol-method)' },
  resource: { name: message('Key'), icon: '$(key)' },
  principal: { name: message('Caller'), icon: '$(account)' },
};

/** Whether a denial lacks something that a decision needs. */
export function isIncomplete(denial: Denial): boolean {
  return (
    denial.kind === 'access-denied' &&
    (denial.action === null || (denial.resource ?? denial.keyId) === null || denial.principal === null)
  );
}

/**
 * Shows what was understood, lets the user correct it, and asks for what is missing. With a session, keys are picked from a list and
 * the caller can be the session's own identity.
 * @returns undefined when the user backs out
 */
export async function reviewDenial(
  host: Host,
  denial: Denial,
  session: Session | undefined,
): Promise<Denial | undefined> {
  let current = denial;
  for (;;) {
    const chosen = await vscode.window.showQuickPick(rows(host, current), {
      title: isIncomplete(current)
        ? host.say(message('The error does not say everything: fill in what you know'))
        : host.say(message('This is what was understood')),
      ignoreFocusOut: true,
    });
    if (chosen === undefined) {
      return undefined;
    }
    if (chosen.field === undefined) {
      return current;
    }
    current = await edit(host, current, chosen.field, session);
  }
}

function rows(host: Host, denial: Denial): (vscode.QuickPickItem & { field?: Field })[] {
  const explain = { label: `$(play) ${host.say(message('Explain'))}` };
  const each = (Object.keys(fields) as Field[]).map(field => {
    const value = field === 'resource' ? (denial.resource ?? denial.keyId) : denial[field];
    return {
      label: `${fields[field].icon} ${host.say(fields[field].name)}`,
      description: value ?? host.say(message('missing')),
      field,
    };
  });
  return isIncomplete(denial) ? [...each, explain] : [explain, ...each];
}

async function edit(host: Host, denial: Denial, field: Field, session: Session | undefined): Promise<Denial> {
  switch (field) {
    case 'action': {
      const action = await askAction(host);
      return action === undefined ? denial : { ...denial, action };
    }
    case 'resource': {
      const name = await (session ? pickKey(host, session, keyTyped(denial)) : typeKey(host, keyTyped(denial)));
      return name === undefined ? denial : withKey(denial, name);
    }
    case 'principal': {
      const arn = await askPrincipal(host, denial, session);
      return arn === undefined ? denial : withCaller(denial, arn);
    }
  }
}

async function askAction(host: Host): Promise<string | undefined> {
  const items = kmsOperations
    .filter(o => o.resourceTypes.includes('key'))
    .map(o => ({ label: o.action, description: o.accessLevel }));
  return (await vscode.window.showQuickPick(items, { title: host.say(message('Which KMS operation was denied?')) }))
    ?.label;
}

const keyTyped = ({ resource, keyId }: Denial): string => resource ?? keyId ?? '';

async function askPrincipal(host: Host, denial: Denial, session: Session | undefined): Promise<string | undefined> {
  const me = session && (await session.caller(new AbortController().signal));
  const mine =
    me?.ok === true
      ? [
          {
            label: `$(account) ${host.say(message('Whoever this profile is'))}`,
            description: me.value.arn,
            arn: me.value.arn,
          },
        ]
      : [];
  const other = { label: `$(edit) ${host.say(message('Type an ARN …'))}`, arn: '' };
  const chosen =
    mine.length > 0
      ? await vscode.window.showQuickPick([...mine, other], { title: host.say(message('Who was denied?')) })
      : other;
  if (chosen !== other) {
    return chosen?.arn;
  }
  return vscode.window
    .showInputBox({
      title: host.say(message('ARN of the role or user that was denied, or a service principal')),
      value: denial.principal ?? '',
      placeHolder: 'arn:aws:iam::111122223333:role/MyRole',
      ignoreFocusOut: true,
      validateInput: text =>
        ['other', 'anyone'].includes(parsePrincipal(text.trim()).kind)
          ? host.say(message('An ARN such as arn:aws:iam::111122223333:role/MyRole'))
          : undefined,
    })
    .then(text => text?.trim());
}

/** The denial with another key, an ARN, a bare id or an alias; everything that is read out of it follows. */
export function withKey(denial: Denial, name: string): Denial {
  const key = parseKeyArn(name);
  if (key === undefined) {
    return { ...denial, ...readKeyName(name), region: denial.region };
  }
  return {
    ...denial,
    resource: name,
    resourceAccount: key.account ?? null,
    region: key.region ?? denial.region,
    keyId: key.keyId ?? key.alias ?? null,
  };
}
