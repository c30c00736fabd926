export * from './snippets';
export * from './template';
