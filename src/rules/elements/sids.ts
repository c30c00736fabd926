import type { PolicyString } from '../../policy';
import type { PolicyView } from '../facts';

/** Every Sid that is a known string, in order. */
export function knownSids(policy: PolicyView): PolicyString[] {
  return policy.statements.flatMap(s => (s.sid?.value?.known ? [s.sid.value] : []));
}

/** Each Sid that stands a second time, with the first place and a name that nobody has yet. */
export function repeatedSids(
  policy: PolicyView,
): { readonly sid: PolicyString; readonly first: PolicyString; readonly free: string }[] {
  const firsts = new Map<string, PolicyString>();
  const taken = new Set(knownSids(policy).map(s => s.value));
  const nextNumber = new Map<string, number>();
  return knownSids(policy).flatMap(sid => {
    const first = firsts.get(sid.value);
    if (first === undefined || sid.value === '') {
      firsts.set(sid.value, sid);
      return [];
    }
    let number = nextNumber.get(sid.value) ?? 2;
    while (taken.has(`${sid.value}${number}`)) {
      number++;
    }
    nextNumber.set(sid.value, number + 1);
    const free = `${sid.value}${number}`;
    taken.add(free);
    return [{ sid, first, free }];
  });
}
