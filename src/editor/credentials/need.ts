import type { Denial } from '../../denial';
import type { Who } from '../../diagnosis';
import { isProfileOf } from '../../live';
import { parseKeyArn } from '../../policy';
import type { Profile } from '../../ports';
import { asCode, asName, message, type Message } from '../../text/message';

/** Credentials that are wanted: what for, and what is known about whose serve best. */
export interface Need {
  /**
   * `explain`: read what explains a denial; the text alone or a pasted key policy may do as well. `read`, `change`: that key, and who
   * reads it is often not who may change it. `test`: try the denied call, best as who was denied. `history`: read CloudTrail. `open`,
   * `compare`: see keys, one of which is picked then.
   */
  readonly purpose: 'explain' | 'read' | 'change' | 'test' | 'history' | 'open' | 'compare';
  /** One of the sandbox needs no credentials of the user's. */
  readonly keyArn?: string | undefined;
  /** Whose credentials serve best. */
  readonly account?: string | undefined;
  /** Of the key; asked for when neither this nor the profile has one. */
  readonly region?: string | undefined;
  /** Who was denied. */
  readonly who?: Who | undefined;
}

/** What a profile is to the question, and where it stands in the list: the lower the earlier, 0 for the usual order. */
export interface ProfileNote {
  readonly says: Message;
  readonly rank: number;
}

/** The credentials that can read what explains a denial. */
export function toExplain({ resource, resourceAccount, region, requestRegion }: Denial): Need {
  return {
    purpose: 'explain',
    keyArn: resource ?? undefined,
    account: resourceAccount ?? undefined,
    region: region ?? requestRegion ?? undefined,
  };
}

/** The credentials that can read or change a key. */
export function forKey(purpose: 'read' | 'change', keyArn: string): Need {
  const { account, region } = parseKeyArn(keyArn) ?? {};
  return { purpose, keyArn, account, region };
}

/** The question that the list of credentials answers. */
export function titleOf({ purpose, account, who }: Need): Message {
  switch (purpose) {
    case 'explain':
    case 'read':
      return account === undefined
        ? message('Read the key with which AWS profile?')
        : message('Read the key of account {account} with which AWS profile?', { account: asName(account) });
    case 'change':
      return message('Which AWS profile of account {account} may change this key?', { account: asName(account ?? '') });
    case 'test':
      return message('The error was about {name}: test with which credentials?', { name: asName(nameOf(who)) });
    case 'history':
      return account === undefined
        ? message('Read CloudTrail with which AWS profile?')
        : message('Read CloudTrail of account {account} with which AWS profile?', { account: asName(account) });
    case 'open':
      return message('Open a live key policy with which AWS profile?');
    case 'compare':
      return message('Which AWS profile sees the key that this is the key policy of?');
  }
}

/** What stands where one types to filter the list; undefined for nothing. */
export function placeHolderOf({ purpose, who }: Need): Message | undefined {
  return purpose === 'test'
    ? message('Where they are not {name}, its role is assumed if that is allowed', { name: asName(nameOf(who)) })
    : undefined;
}

/** What is said where the user has no credentials at all. */
export function noneFor({ purpose }: Need): Message {
  const command = 'aws configure sso';
  switch (purpose) {
    case 'test':
      return message('No AWS profile was found to test with. Create one with {command}.', { command: asCode(command) });
    case 'history':
      return message('No AWS profile was found to read CloudTrail with. Create one with {command}.', {
        command: asCode(command),
      });
    case 'explain':
    case 'read':
    case 'change':
    case 'open':
    case 'compare':
      return message('No AWS profile was found. Create one with {command}, or hand over to the key’s owner.', {
        command: asCode(command),
      });
  }
}

/** Under which name the choice is remembered, so that it comes first the next time; undefined where it is not. */
export function memoryOf({ purpose, account, who }: Need): string | undefined {
  switch (purpose) {
    case 'explain':
    case 'read':
    case 'change':
      return account;
    case 'test':
      return who && `test as ${who.arn}`;
    case 'history':
      return account && `CloudTrail of ${account}`;
    case 'open':
    case 'compare':
      return undefined;
  }
}

/** What can be told of a profile without a call; undefined when there is nothing to tell. */
export function noteOn({ purpose, account, who }: Need, profile: Profile): ProfileNote | undefined {
  const fits = account !== undefined && profile.account === account;
  switch (purpose) {
    case 'explain':
    case 'read':
    case 'change':
      return fits ? { says: message('owns the key'), rank: 0 } : undefined;
    case 'history':
      return fits ? { says: message('the caller’s account'), rank: 0 } : undefined;
    case 'test':
      return who && whetherDenied(profile, who);
    case 'open':
    case 'compare':
      return undefined;
  }
}

function whetherDenied(profile: Profile, who: Who): ProfileNote | undefined {
  const { name } = who;
  switch (isProfileOf(profile, who)) {
    case true:
      return { says: message('is {name}', { name: asName(name) }), rank: -1 };
    case false:
      return { says: message('is not {name}', { name: asName(name) }), rank: 1 };
    case undefined:
      return undefined;
  }
}

const nameOf = (who: Who | undefined): string => who?.name ?? '?';
