export * from './actions';
export * from './conditions';
export * from './everyone';
export * from './fixes';
export * from './keyAccount';
export * from './keyPolicy';
export * from './principals';
