export * from './awsCli';
export * from './cause';
export * from './definitions';
export * from './diagnosis';
export * from './pastedPolicy';
export { addedStatements, layOut } from './proposal';
export * from './remedies';
export * from './statements';
export * from './who';
