export { verificationSentence } from './answer';
export { ciphertextIn, largestCiphertextFile } from '../../live/verify/ciphertext';
export {
  concludes,
  mayStillSpread,
  type Conclusion,
  type Verification,
  verificationHinges,
} from '../../live/verify/conclusion';
export { readEncryptionContext } from '../../live/verify/encryptionContext';
export { type Clock, repeat } from '../../live/verify/repeat';
export { verificationMarkdown, verifyCommands } from './report';
export { becomeTester, isSamePrincipal, profileIs } from '../../live/verify/tester';
export { tryOperation, usualKey } from '../../live/verify/trial';
