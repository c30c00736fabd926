import { firstIndex } from '../text/binarySearch';
import { readFields, type Block } from './fields';
import { callerFacts, readKeyName } from './names';
import { kmsActionOf } from './operations';
import { weights, type DenialHit, type PastedText } from './page';

const head = /\{?"?allowed"?\s{0,4}[:=]\s{0,4}false\s{0,4},\s{0,4}"?explicitDeny"?/gi;
/** The context stands behind the matched statements. */
const reach = 8000;

/**
 * Finds what `aws sts decode-authorization-message` answers: EC2 encodes its refusals, and with encrypted volumes KMS is often the one that refused
 * (AWS STS API Reference, "DecodeAuthorizationMessage").
 */
export function findDecoded({ clean: { text }, squeezed }: PastedText): DenialHit[] {
  return [...text.matchAll(head)].flatMap((match, i, all): DenialHit[] => {
    const block: Block = { start: match.index, end: Math.min(all[i + 1]?.index ?? text.length, match.index + reach) };
    const fields = readFields(text, block);
    const get = (path: string): string | undefined => fields.find(f => f.path.endsWith(path))?.value;
    const action = /^kms:(.+)$/i.exec(get('context.action') ?? '')?.[1];
    if (action === undefined) {
      return [];
    }
    const caller = get('principal.arn');
    const key = readKeyName(get('context.resource') ?? '');
    const start = offsetAbove(squeezed, match.index);
    const named = kmsActionOf(action);
    return [
      {
        start,
        end: start + match[0].replace(/\s+/g, '').length,
        weight: weights.sentence,
        kind: 'access-denied',
        facts: {
          ...(caller !== undefined && { caller: callerFacts(caller) }),
          ...(named !== null && { action: named }),
          key,
        },
      },
    ];
  });
}

/** The squeezed offset of a clean one. */
function offsetAbove({ text, below }: PastedText['squeezed'], clean: number): number {
  return firstIndex(text.length, i => below(i) >= clean);
}
