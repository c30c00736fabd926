// What people write for a value that somebody is to fill in, where a Region, an account or a name belongs.
const words =
  /your|\bmy[-_A-Z]|acc(oun)?t|region|partition|example|sample|customer|owner|placeholder|replace|insert|xxx|\barn\b|arn$|principal|role|user|name/i;

/**
 * Whether a word stands in for a value that is still to come: `your-account-id`, `MyRegion`, `[bucket]`, `ACCOUNTA`, and the
 * `1234567890` of AWS's own guides. Nothing is known about such a value, so nothing about it is wrong.
 */
export function isPlaceholderWord(text: string): boolean {
  return (
    text === '1234567890' ||
    (/[A-Za-z]/.test(text) &&
      !/^arn:|\d{4}/.test(text) &&
      (words.test(text) || /[[\]{}<>%@#$()_]/.test(text) || /^[A-Z][A-Z0-9-]{2,}$/.test(text)))
  );
}
