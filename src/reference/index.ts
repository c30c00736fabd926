export * from './conditions';
export * from './operations';
export * from './regions';
export * from './serviceLinkedRoles';
export * from './servicePrincipals';
export * from './services';
