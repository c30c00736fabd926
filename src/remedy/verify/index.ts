export { verificationSentence } from './answer';
export { ciphertextIn, largestCiphertextFile } from './ciphertext';
export { concludes, mayStillSpread, type Conclusion, type Verification, verificationHinges } from './conclusion';
export { readEncryptionContext } from './encryptionContext';
export { type Clock, patience, repeat, type Repetition } from './repeat';
export { verificationMarkdown, verifyCommands } from './report';
export { becomeTester, isSamePrincipal, profileIs, type Test, type Tester } from './tester';
export { tryOperation, usualKey } from './trial';
