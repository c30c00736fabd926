export * from './endpoints';
export * from './failures';
export * from './session';
