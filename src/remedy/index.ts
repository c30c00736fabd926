export * from './cli';
export * from './diagnosis';
export * from './explanation';
export * from './failures';
export * from './locks';
export { addedStatements, layOut, propose, type Proposal } from './proposal';
export * from './sources';
export * from './statements';
export * from './who';
