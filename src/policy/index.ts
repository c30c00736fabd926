export * from './arn';
export * from './document';
export * from './intrinsics';
export * from './parse';
export * from './principal';
export * from './text';
export * from './wildcard';
