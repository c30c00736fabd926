export type { Application } from './check';
export {
  applyKeyPolicy,
  type Companions,
  type Outcome,
  type PreviousPolicy,
  type Question,
  type Written,
} from './road';
export { effectText, keyName, obstacleText, questionText, refusalText, suspectText, writtenText } from './sentences';
export type { Suspect } from './suspects';
