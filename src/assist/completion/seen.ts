/** Names that stand in texts: for offering them again. */
export interface Seen {
  /** ARNs of roles, users and accounts. */
  readonly principals: readonly string[];
  /** ARNs of KMS keys. */
  readonly keys: readonly string[];
  readonly accounts: readonly string[];
}

/** A text that names no principals or keys. */
export const nothingSeen: Seen = { principals: [], keys: [], accounts: [] };

// Characters of IAM names and paths (IAM User Guide, "IAM identifiers"). A wildcard or a template's hole is no name.
const principalArn = /arn:aws[\w-]*:iam::(\d{12}):(?:root|(?:role|user)\/[\w+=,.@/-]+)(?![\w+=,.@/*?$-])/g;
const keyArn = /arn:aws[\w-]*:kms:[a-z0-9-]+:(\d{12}):key\/(?:mrk-)?[0-9a-f-]{32,36}(?![\w*?$-])/g;

/** The principals and keys that a text names, each once, in order; at most a few hundred. */
export function namesIn(text: string): Seen {
  const principals = new Set<string>();
  const keys = new Set<string>();
  const accounts = new Set<string>();
  for (const [pattern, names] of [
    [principalArn, principals],
    [keyArn, keys],
  ] as const) {
    for (const match of text.matchAll(pattern)) {
      names.add(match[0]);
      accounts.add(match[1] ?? '');
      if (names.size >= 300) {
        break;
      }
    }
  }
  return { principals: [...principals], keys: [...keys], accounts: [...accounts] };
}

/** Everything seen, the first first. */
export function together(...all: readonly Seen[]): Seen {
  const once = (of: (seen: Seen) => readonly string[]): string[] => [...new Set(all.flatMap(of))];
  return { principals: once(s => s.principals), keys: once(s => s.keys), accounts: once(s => s.accounts) };
}
