import type { Span, Statement } from '../../policy';

/**
 * Where a statement is marked for what it lacks: at its Sid, or else its Effect, the first name in it, or its brace. That says which
 * one is meant, on one line, and leaves the rest to the findings about what is there.
 */
export function headOf({ sid, effect, node }: Statement): Span {
  const { offset, length } = (sid ?? effect)?.property ??
    node.children?.[0]?.children?.[0] ?? { offset: node.offset, length: 1 };
  return { offset, length };
}

/** Whether nothing stands in a statement yet: then that is the finding, not each element it lacks. */
export function isEmptyStatement({ node }: Statement): boolean {
  return node.children?.length === 0;
}
