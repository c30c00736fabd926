import { asCommand, message } from '../text/message';

/** Commands of the palette that documents speak of, by their titles there. */
export const commands = {
  apply: asCommand(message('Double Lock: Apply to Key…')),
  chooseRemedy: asCommand(message('Double Lock: Choose Another Remedy…')),
  correct: asCommand(message('Double Lock: Correct What Was Understood…')),
  explain: asCommand(message('Double Lock: Explain KMS Access Denied Error')),
  handOver: asCommand(message('Double Lock: Hand Over to the Key’s Owner…')),
  openIamPolicy: asCommand(message('Double Lock: Open the IAM Policy as a File')),
  openLive: asCommand(message('Double Lock: Open Live Key Policy')),
  pasteKeyPolicy: asCommand(message('Double Lock: Paste the Key Policy…')),
  propose: asCommand(message('Double Lock: Propose a Change')),
  verify: asCommand(message('Double Lock: Verify Access')),
} as const;
