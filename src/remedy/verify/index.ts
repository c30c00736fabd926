export { verificationSentence } from './answer';
export { ciphertextIn, largestCiphertextFile } from './ciphertext';
export { concludes, mayStillSpread, type Conclusion, type Verification, verificationHinges } from './conclusion';
export { readEncryptionContext } from './encryptionContext';
export { type Clock, repeat } from './repeat';
export { verificationMarkdown, verifyCommands } from './report';
export { becomeTester, isSamePrincipal, profileIs } from './tester';
export { tryOperation, usualKey } from './trial';
