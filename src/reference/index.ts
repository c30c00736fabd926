export * from './conditions';
export * from './operations';
export * from './regions';
export * from './servicePrincipals';
export * from './services';
