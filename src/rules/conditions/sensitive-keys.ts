/** Condition keys on which the border of an account or organization rests; the check's page does not list them, so this is our reading. */
export const sensitiveKeys: ReadonlySet<string> = new Set([
  'aws:principalorgid',
  'aws:resourceorgid',
  'aws:sourceorgid',
  'aws:principalaccount',
  'aws:sourceaccount',
  'aws:resourceaccount',
  'kms:calleraccount',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
]);

/** How many fixed characters must stand before what varies. */
export const fixedCharacters = 6;
