import { notInBrowser, NotPossible } from './host';

/** What a browser's worker loads for the rooms `aws` and `sandbox`: whoever asks for one of them learns why it is not there. */
throw new NotPossible(notInBrowser);
