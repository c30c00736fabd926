import { type Form, sdks, wrappers } from './forms';
import { mentions } from './mentionForms';
import { damaged, documents, reasons } from './moreForms';
import { pasted } from './pastedForms';
import { seen } from './seenForms';
import { wild } from './wildForms';

/** Every text of a denial that tests read, by where it comes from. */
export const allForms: Readonly<Record<string, readonly Form[]>> = {
  'SDKs and command lines': sdks,
  'tools and services': wrappers,
  reasons: reasons,
  damage: damaged,
  documents: documents,
  'the wild': wild,
  'the wild, once more': seen,
  'mentions, no failures': mentions,
  'as people paste them': pasted,
};
