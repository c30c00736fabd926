/** Every rule. A new rule is one file, one import and one line here. */
import { missingResource } from './missing-resource';
import type { Rule } from './rule';

export const rules: readonly Rule[] = [
  missingResource,
];
