export { decide } from './decide';
export { whatApplies, type Applying, type WhatApplies } from './applying';
export * from './types';
export { needMessage, type Need, type StatementPlace } from './needs';
export { nameOf } from './explain';
export { readCase, readCaseNode, type AccessCase, type CaseReading } from './cases';
