/** Finds the order in which formulas must be computed, and the circular ones (Tarjan's components). */

export interface EvaluationOrder<T> {
  /** Each node comes after all nodes that it depends on. */
  order: T[];
  circular: Set<T>;
}

/** `dependents` returns the nodes that read a node. The order includes nodes that depend on the seeds. */
export function evaluationOrder<T>(
  seeds: readonly T[],
  dependents: (node: T) => readonly T[],
): EvaluationOrder<T> {
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const open = new Set<T>();
  const stack: T[] = [];
  const order: T[] = [];
  const circular = new Set<T>();

  const visit = (root: T): void => {
    const trail: { node: T; next: readonly T[]; at: number }[] = [];
    const enter = (node: T): void => {
      index.set(node, index.size);
      low.set(node, index.get(node)!);
      stack.push(node);
      open.add(node);
      trail.push({ node, next: dependents(node), at: 0 });
    };
    enter(root);
    while (trail.length) {
      const step = trail[trail.length - 1]!;
      const other = step.next[step.at++];
      if (other !== undefined) {
        if (other === step.node) circular.add(other);
        if (!index.has(other)) enter(other);
        else if (open.has(other)) low.set(step.node, Math.min(low.get(step.node)!, index.get(other)!));
        continue;
      }
      trail.pop();
      const parent = trail[trail.length - 1];
      if (parent) low.set(parent.node, Math.min(low.get(parent.node)!, low.get(step.node)!));
      if (low.get(step.node) === index.get(step.node)) close(step.node);
    }
  };

  const close = (root: T): void => {
    const component: T[] = [];
    let node: T;
    do {
      node = stack.pop()!;
      open.delete(node);
      component.push(node);
    } while (node !== root);
    if (component.length > 1) for (const member of component) circular.add(member);
    order.push(...component);
  };

  // Reversed twice: of nodes that do not depend on each other, the first seed comes first.
  for (const seed of [...seeds].reverse()) if (!index.has(seed)) visit(seed);
  return { order: order.reverse(), circular };
}
