import { readKeyName, readName, type KeyFacts } from './names';
import { weights, type DenialHit, type PastedText } from './page';
import type { DenialKind } from './types';

const states =
  /(?:is|are)(?:disabled|(?:not)?pending(?:replica)?deletion|pendingimport|unavailable|notfound|notenabled)|notfound|(?:doesnotexist|doesn'texist)(?!,?(?:is)?not(?:enabled|active)|,?or(?:is|you|has)|inthisregion)|keyusageis|originis[a-z_]{1,30}whichisnotvalid/g;

/**
 * Finds what KMS says of a key: `ARN is disabled.`, `Key 'ARN' does not exist`, `Alias ARN is not found.` (KMS Developer Guide, "Key
 * states of AWS KMS keys"; KMS API Reference, NotFoundException). The key has to stand straight before it.
 */
export function findStates(page: PastedText): DenialHit[] {
  const { lower } = page.squeezed;
  const hits: DenialHit[] = [];
  for (const match of lower.matchAll(states)) {
    const subject = keyBefore(page, match.index);
    if (subject === undefined) {
      continue;
    }
    const kind = kindOf(match[0]);
    hits.push({
      start: subject.start,
      end: match.index + match[0].length,
      weight: weights.kmsCode,
      kind,
      facts: { key: subject.key },
    });
  }
  for (const match of lower.matchAll(/invalid(?:keyid|arn)["'`:=]{0,3}(?!exception)(?=[a-z0-9])/g)) {
    const at = page.squeezed.below(match.index + match[0].length);
    const after = lower.slice(match.index, match.index + 300).indexOf('(service:');
    const word = readName(page.clean.text, at, after < 0 ? undefined : page.squeezed.below(match.index + after)).value;
    // SSM's code `InvalidKeyId` is followed by a message of its own.
    if (
      /^[\w\n]+[:'"`=]/.test(page.clean.text.slice(page.squeezed.below(match.index), at + 1)) &&
      !/^invalidarn/.test(match[0])
    ) {
      continue;
    }
    const near = lower.slice(Math.max(0, match.index - 200), match.index + 250);
    if (!/notfoundexception|service:(?:aws)?kms|operationerrorkms|whencallingthe/.test(near)) {
      continue;
    }
    hits.push({
      start: match.index,
      end: match.index + match[0].length,
      weight: weights.kmsCode,
      kind: 'not-found',
      facts: { key: readKeyName(word.replace(/\.$/, '')) },
    });
  }
  return hits;
}

function kindOf(phrase: string): DenialKind {
  if (/exist|notfound/.test(phrase)) {
    return 'not-found';
  }
  if (/disabled|notenabled/.test(phrase)) {
    return 'disabled';
  }
  return /pending|unavailable/.test(phrase) ? 'invalid-state' : 'other';
}

/** The key or alias that ends at the squeezed offset `end`, quotes aside. */
function keyBefore(page: PastedText, end: number): { readonly start: number; readonly key: KeyFacts } | undefined {
  const low = Math.max(0, end - 320);
  const before = page.squeezed.lower.slice(low, end).replace(/["'`)\].]{1,3}$/, m => (m.includes('...') ? m : ''));
  const found = /arn:[a-z*<>$.{}-]{0,30}:kms:[^"'`(),;]{0,260}$/.exec(
    before.slice(Math.max(0, before.lastIndexOf('arn:'))),
  );
  const at =
    found !== null
      ? before.lastIndexOf('arn:')
      : (/(?:\.\.\.|…)?(?:key|alias)\/[a-z0-9/_*.…-]{1,200}$/.exec(before)?.index ??
        /(?<=(?:key|keyid|alias|kmskey)["'`:([]{1,3})[0-9a-f]{8}-[0-9a-f-]{27}$/.exec(before)?.index);
  if (at === undefined) {
    return undefined;
  }
  const from = page.squeezed.below(low + at);
  const to = page.squeezed.below(low + before.length - 1) + 1;
  const name = page.clean.text.slice(from, to);
  if (/[^\S\n]/.test(name.replace(/<[^<>"]{0,60}>/g, ''))) {
    return undefined;
  }
  const key = readKeyName(name.replace(/\n/g, ''));
  // `key/…` is also how objects and files are named.
  if (key.resource === null && key.keyId === null && !/^(?:\.\.\.|…)/.test(name)) {
    return undefined;
  }
  return { start: low + at, key };
}
