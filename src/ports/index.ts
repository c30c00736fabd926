export * from './endpoints';
export * from './failures';
export * from './rooms';
export * from './session';
