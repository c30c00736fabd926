export type { Application } from '../../live/apply/check';
export {
  applyKeyPolicy,
  type Companions,
  type Outcome,
  type PreviousPolicy,
  type Question,
  type Written,
} from '../../live/apply/applyKeyPolicy';
export { effectText, keyName, obstacleText, questionText, refusalText, suspectText, writtenText } from './sentences';
export type { Suspect } from '../../live/apply/suspects';
