import { kindOfCode, kmsCode, kmsOrigin, phrases, sharedCode } from './failures';
import { isKmsOperation, kmsActionOf } from './operations';
import { weigh, weights, type ReadFields, type DenialHit, type PastedText } from './page';
import { isReported } from './reported';
import { callerBefore } from './sentence';
import { unreadCaller } from './names';

/** Finds error codes and fixed sentences of KMS and of services that pass a KMS failure on. */
export function findCodes(page: PastedText): DenialHit[] {
  return [
    ...operationHeads(page),
    ...ownCodes(page),
    ...origins(page),
    ...fixedSentences(page),
    ...namedBeforeCode(page),
  ];
}

/** Where the failing operation is named. */
function operationHeads(page: PastedText): DenialHit[] {
  return [...whenCalling(page), ...operationErrors(page), ...cutOffOperationErrors(page), ...executionErrors(page)];
}

/** `An error occurred (CODE) when calling the Decrypt operation` */
function whenCalling({ squeezed: { lower } }: PastedText): DenialHit[] {
  const hits: DenialHit[] = [];
  for (const match of lower.matchAll(/\(([a-z0-9._]{2,60})\)(?:occurred)?whencallingthe([a-z0-9]{2,70}?)operation/g)) {
    const [whole, code = '', operation = ''] = match;
    const end = match.index + whole.length;
    const ours =
      isKmsOperation(operation) ||
      (/^kms/.test(code) && kmsActionOf(operation) !== null) ||
      (kmsActionOf(operation) !== null &&
        /arn:aws[a-z-]{0,12}:kms:|kms:|kmskey|awskms/.test(lower.slice(Math.max(0, match.index - 300), end + 400)));
    if (ours) {
      hits.push(head(match.index, end, code, operation));
    } else if (/^kms|kms\./.test(code)) {
      hits.push({ start: match.index, end, weight: weights.kmsCode, kind: kindOfCode(code), facts: {} });
    }
  }
  return hits;
}

/** `operation error KMS: Decrypt, …` */
function operationErrors({ squeezed: { lower } }: PastedText): DenialHit[] {
  const hits: DenialHit[] = [];
  for (const match of lower.matchAll(/operationerror(?:aws)?(?:kms|keymanagementservice):([a-z]{3,60}),/g)) {
    const end = match.index + match[0].length;
    const rest = lower.slice(end, end + 400).split('operationerror')[0] ?? '';
    const code = /(?:apierror|,)([a-z]{3,50}?(?:exception|denied|expired|invalid|notfound)):/.exec(rest);
    hits.push(
      head(match.index, end + (code === null ? 0 : code.index + code[0].length), code?.[1] ?? '', match[1] ?? ''),
    );
  }
  return hits;
}

/** `operation error KMS: Decrypt`, cut off after the operation. */
function cutOffOperationErrors({ clean, squeezed: { lower, below } }: PastedText): DenialHit[] {
  const hits: DenialHit[] = [];
  for (const match of lower.matchAll(
    /operationerror(?:aws)?(?:kms|keymanagementservice):(?=[a-z]{3,60})(?![a-z]{3,60},)/g,
  )) {
    const end = match.index + match[0].length;
    const word = /^[A-Za-z]{3,60}/.exec(clean.text.slice(below(end), below(end) + 60))?.[0] ?? '';
    if (kmsActionOf(word) !== null) {
      hits.push(head(match.index, end + word.length, '', word));
    }
  }
  return hits;
}

/** `Error executing "Decrypt" on "https://kms…` */
function executionErrors({ squeezed: { lower } }: PastedText): DenialHit[] {
  return [...lower.matchAll(/errorexecuting"([a-z]{3,60})"on"https:\/\/kms/g)].map(match =>
    head(match.index, match.index + match[0].length, '', match[1] ?? ''),
  );
}

function head(start: number, end: number, code: string, operation: string): DenialHit {
  const action = kmsActionOf(operation);
  const kind = kindOfCode(code);
  return {
    start,
    end,
    weight: weigh(kind, weights.sharedCode),
    kind,
    ...(code !== '' && { conclusive: true }),
    facts: { ...(action !== null && { action }) },
  };
}

/** Codes that leave nothing open: such a failure is no denied access. */
const conclusiveCode =
  /^(?:invalidciphertext|incorrect|invalidkeyusage|invalidaliasname|invalidimporttoken|expiredimporttoken|dryrun)/;
const conclusiveError =
  /^(?:validation|malformedpolicydocument|limitexceeded|alreadyexists|unsupportedoperation|throttling|tag|invalidciphertext|incorrect)/;

function ownCodes(page: PastedText): DenialHit[] {
  const { lower } = page.squeezed;
  const hits: DenialHit[] = [];
  for (const match of lower.matchAll(kmsCode)) {
    const end = match.index + match[0].length;
    if (!isOneName(page, match.index, end)) {
      continue;
    }
    const kind = kindOfCode(match[0]);
    hits.push({
      start: match.index,
      end,
      weight: weigh(kind, weights.kmsCode),
      kind,
      ...(conclusiveCode.test(match[0]) && { conclusive: true }),
      ...(!isReported(page, match.index, end) && { bare: true }),
      facts: {},
    });
  }
  return hits;
}

/**
 * Whether it is one word, and all of it: not `an invalid KMS key`, nor the `KMSAccessDeniedExceptionMember` of program text. Lambda glues
 * two sentences: `AccessDeniedExceptionKMS Message`.
 */
function isOneName({ clean: { text }, squeezed: { below } }: PastedText, start: number, end: number): boolean {
  const after = below(end - 1) + 1;
  return (
    !text.slice(below(start), after).includes(' ') &&
    !/^[A-Za-z](?!MS Message|ser:)/.test(text.slice(after, after + 12))
  );
}

function origins(page: PastedText): DenialHit[] {
  const hits: DenialHit[] = [];
  for (const pattern of kmsOrigin) {
    for (const match of page.squeezed.lower.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const code = match[1] ?? '';
      const kind = kindOfCode(code);
      const settled = kind === 'other' && match[0].startsWith('(service:') && conclusiveError.test(code);
      const bare = !match[0].startsWith('(service:') && !isReported(page, match.index, end);
      hits.push({
        start: match.index,
        end,
        weight: weigh(kind, weights.kmsCode),
        kind,
        ...(settled && { conclusive: true }),
        ...(bare && { bare: true }),
        facts: {},
      });
    }
  }
  return hits;
}

const besideError = /inaccessible-encryption-credentials|exception|fault|error|failed|statuscode|denied/;

function fixedSentences(page: PastedText): DenialHit[] {
  const { lower } = page.squeezed;
  const hits: DenialHit[] = [];
  for (const { pattern, kind, service, loose, caller, conclusive, own } of phrases) {
    for (const match of lower.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (
        loose &&
        !besideError.test(lower.slice(Math.max(0, match.index - 250), match.index) + lower.slice(end, end + 150))
      ) {
        continue;
      }
      const facts: ReadFields = {
        ...(service !== undefined && { callingService: `${service}.amazonaws.com` }),
        ...(caller && { caller: callerBefore(page, match.index)?.facts ?? unreadCaller }),
      };
      hits.push({
        start: match.index,
        end,
        weight: weigh(kind, weights.phrase),
        kind,
        ...(conclusive && { conclusive }),
        ...(own && { own }),
        facts,
      });
    }
  }
  return hits;
}

/** KMS as the one that is called: a word of its own, not a part of a resource's name, a Terraform address or `aws:kms`; a key in sops' list. */
const kmsNamed =
  /:kms:\S{1,200}: FAILED|(?<![\w./:@-])(?:(?:AWS|Amazon)[ \n])?(?:KMS|Kms)(?![\w./@-])(?!:\s*[a-z])|Key Management Service|kms\.amazonaws\.com/g;

/** `Failed to call KMS: AccessDeniedException: status code: 400`: a code that says little, straight after KMS is named. */
function namedBeforeCode({ clean, squeezed: { lower, below } }: PastedText): DenialHit[] {
  const hits: DenialHit[] = [];
  for (const match of lower.matchAll(sharedCode)) {
    const code = match[0];
    const at = below(match.index);
    if (clean.text.slice(at, below(match.index + code.length - 1)).includes(' ')) {
      continue;
    }
    const before = clean.text.slice(Math.max(0, at - 200), at);
    const clause = before.slice(before.lastIndexOf('\n\n') + 1);
    const named = [...clause.matchAll(kmsNamed)].at(-1);
    // Glued to the code it is a part of a longer name, which {@link ownCodes} judges.
    if (
      named === undefined ||
      named.index + named[0].length === clause.length ||
      /(?:operation\s+error|arn:aws[a-z-]*:(?!kms)|not\s+authorized)/.test(clause.slice(named.index))
    ) {
      continue;
    }
    const end = match.index + code.length;
    const operation = /^[\w ]*?\b([A-Z][A-Za-z]+)\b/.exec(clause.slice(named.index + named[0].length).trimStart())?.[1];
    const action = operation === undefined ? null : kmsActionOf(operation);
    const kind = kindOfCode(code);
    hits.push({
      start: match.index,
      end,
      weight: weigh(kind, weights.sharedCode),
      kind,
      facts: { ...(action !== null && { action }) },
    });
  }
  return hits;
}
