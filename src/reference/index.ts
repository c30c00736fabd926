export * from './conditions';
export * from './operations';
