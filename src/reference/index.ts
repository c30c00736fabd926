export * from './conditions';
export * from './operations';
export * from './services';
